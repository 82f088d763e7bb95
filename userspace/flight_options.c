// SPDX-License-Identifier: GPL-2.0-only
/*
 * The options of the flight recorder.
 */
#include "flight_options.h"

#include <stdio.h>
#include <string.h>

#include "../module/trigger_parse.h"
#include "lib/keys.h"
#include "lib/units.h"

/**
 * flight_take_on() - take the argument of --on
 * @self: the command
 * @request: gets the triggers, in addition to those it has
 * @text: the triggers
 *
 * Return: EXIT_OK, or EXIT_USAGE after showing where the mistake is
 */
int flight_take_on(const struct command *self, struct flight_request *request,
		   const char *text)
{
	struct lowmark_triggers triggers;
	struct lowmark_mistake mistake = { 0 };
	size_t used = strlen(request->triggers);
	bool bad;

	if (used + strlen(text) + 2 > sizeof(request->triggers))
		return usage_error(self, "--on: too many triggers");
	if (used)
		request->triggers[used++] = ',';
	memcpy(request->triggers + used, text, strlen(text) + 1);
	bad = lowmark_triggers_parse(request->triggers, &triggers, &mistake);
	if (!bad && triggers.armed)
		return EXIT_OK;
	if (!bad)
		mistake = (struct lowmark_mistake){
			.what = "this waits for nothing",
		};
	else if (mistake.at >= used)
		mistake.at -= (unsigned int)used;
	else
		mistake.at = 0;
	fprintf(stderr, "  %s\n  %*s^\n", text, (int)mistake.at, "");
	return usage_error(self, "--on, character %u: %s", mistake.at + 1,
			   mistake.what);
}

/**
 * flight_take_keep() - take the argument of --keep
 * @self: the command
 * @request: gets it
 * @text: a span of time
 *
 * Return: EXIT_OK, or EXIT_USAGE after saying why
 */
int flight_take_keep(const struct command *self, struct flight_request *request,
		     const char *text)
{
	if (!lm_parse_time(text, &request->keep_ns) && request->keep_ns)
		return EXIT_OK;
	return usage_error(self, "'%.60s' is not a time to keep; try 30s",
			   text);
}

/**
 * flight_take_post() - take the argument of --post
 * @self: the command
 * @request: gets it
 * @text: a span of time
 *
 * Return: EXIT_OK, or EXIT_USAGE after saying why
 */
int flight_take_post(const struct command *self, struct flight_request *request,
		     const char *text)
{
	const __u64 longest = 3600000000000ull;

	request->has_post = true;
	if (!lm_parse_time(text, &request->post_ns) &&
	    request->post_ns <= longest)
		return EXIT_OK;
	return usage_error(
		self, "'%.60s' is not a time to go on for, up to 1h; try 200ms",
		text);
}

/**
 * flight_take_max() - take the argument of --max
 * @self: the command
 * @request: gets it
 * @text: a number
 *
 * Return: EXIT_OK, or EXIT_USAGE after saying why
 */
int flight_take_max(const struct command *self, struct flight_request *request,
		    const char *text)
{
	if (lm_parse_u64(text, &request->max) && request->max)
		return EXIT_OK;
	return usage_error(self, "'%.60s' is not a number of incidents; try 10",
			   text);
}
