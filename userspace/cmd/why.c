// SPDX-License-Identifier: GPL-2.0-only
/*
 * lowmark why: the story of one stall, wake, failure ... and its cause.
 */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "input.h"
#include "lib/clean.h"
#include "lib/cost.h"
#include "lib/gather.h"
#include "lib/json.h"
#include "lib/keys.h"
#include "lib/pick.h"
#include "lib/recorded.h"
#include "lib/units.h"
#include "lib/why.h"
#include "live_record.h"
#include "output.h"

/* What the command line asks for. */
struct request {
	const char *path;
	bool json;
	struct live_record live;
	struct lm_choice choice;
	struct lm_window window;
};

enum option { JSON, ID, PID, AT, LIVE, DURATION, TIME };

static const struct option_desc options[] = {
	[JSON] = { "json", 'j', NULL, "print JSON" },
	[ID] = { "id", 'i', "ID", "this one, by the id that the story tells" },
	[PID] = { "pid", 'p', "PID", "only of this thread" },
	[AT] = { "at", 'a', "TIME",
		 "the one nearest to TIME, on the recording's clock: 12.5s" },
	[LIVE] = LIVE_OPTION,
	[DURATION] = DURATION_OPTION,
	[TIME] = TIME_OPTION,
	{ 0 }
};

static int bad(const struct command *self, const char *value, const char *what)
{
	return usage_error(self, "'%.60s' is not %s", value, what);
}

static bool parse_id(const char *text, __u64 *id)
{
	char *end;

	if (strncmp(text, "0x", 2))
		return lm_parse_u64(text, id);
	*id = strtoull(text, &end, 16);
	return end > text + 2 && !*end;
}

static int take_option(const struct command *self, void *to,
		       const struct option_walk *walk)
{
	struct request *request = to;
	struct lm_choice *choice = &request->choice;
	const char *value = walk->value;
	__u64 number;

	switch ((enum option)walk->index) {
	case JSON:
		request->json = true;
		return EXIT_OK;
	case ID:
		choice->by_id = true;
		if (parse_id(value, &choice->id))
			return EXIT_OK;
		return bad(self, value, "an id; stories tell theirs");
	case PID:
		choice->by_pid = true;
		if (!lm_parse_u64(value, &number) || number > INT32_MAX)
			return bad(self, value, "a PID");
		choice->pid = (__u32)number;
		return EXIT_OK;
	case AT:
		choice->by_time = true;
		if (!lm_parse_time(value, &choice->time_ns))
			return EXIT_OK;
		return bad(self, value, "a time; try 12.5s");
	case LIVE:
		request->live.wanted = true;
		return EXIT_OK;
	case DURATION:
		return take_duration(self, &request->live, value);
	case TIME:
		return take_time(self, &request->window, value);
	}
	return EXIT_USAGE;
}

static int take_question(const struct command *self, struct request *request,
			 const char *word)
{
	unsigned int i;

	for (i = 0; i < LM_NR_QUESTIONS; i++)
		if (!strcmp(word, lm_questions[i])) {
			request->choice.question = i;
			return -1;
		}
	return usage_error(
		self,
		"'%.60s' is not one of stall, wake, awake, asleep, fail, oom",
		word);
}

/* Return: -1 to go on, else the exit code. */
static int parse(const struct command *self, int argc, char *argv[],
		 struct request *request)
{
	struct option_walk walk = { 0 };
	int code = take_options(self, argc, argv, &walk, take_option, request);

	if (code >= 0)
		return code;
	if (walk.first >= argc)
		return usage_error(
			self,
			"say what: stall, wake, awake, asleep, fail or oom");
	if (walk.first + 2 < argc)
		return usage_error(self, "unexpected argument '%.60s'",
				   argv[walk.first + 2]);
	if (walk.first + 1 < argc)
		request->path = argv[walk.first + 1];
	code = live_record_check(self, &request->live, request->path,
				 request->window.given);
	if (code >= 0)
		return code;
	if (!request->path)
		request->path = "recording.lowmark";
	return take_question(self, request, argv[walk.first]);
}

/* Of a flight recorder's file the worst one is the one that fired. */
static void prefer_trigger(struct lm_choice *choice, const char *meta)
{
	char span[32];

	if (choice->by_id || choice->by_pid || choice->by_time ||
	    (choice->question != LM_WHY_STALL &&
	     choice->question != LM_WHY_FAIL) ||
	    !lm_key(meta, "trigger_span", span, sizeof(span)))
		return;
	choice->by_id = parse_id(span, &choice->id);
}

/* First look for the incident, then at what happened around it. */
static int pick(const struct request *request, struct lm_pick *picked)
{
	const struct lm_event *event;
	static struct input input;
	const char *meta;
	__u64 end_ns = 0;
	int ret, code = input_open(&input, request->path);

	if (code != EXIT_OK)
		return code;
	meta = lm_recording_text(&input.rec, LOWMARK_SECTION_META);
	*picked = (struct lm_pick){
		.choice = request->choice,
		.zones_per_node = input.names.names.zones_per_node,
		.blind = lm_sleep_unseen_first(meta),
	};
	prefer_trigger(&picked->choice, meta);
	input_only(&input, &request->window);
	input.settings = true;
	while ((ret = input_next(&input, &event)) > 0) {
		lm_pick_event(picked, event);
		end_ns = event->time_ns;
	}
	lm_pick_end(picked, end_ns);
	return input_close(&input, ret);
}

static void print_why(struct lm_why *why, const struct lm_recording *rec,
		      bool json)
{
	const char *stats = lm_recording_text(rec, LOWMARK_SECTION_STATS);
	char trigger[LM_LINE_MAX] = "", cost[LM_COST_TEXT];
	struct json_object *doc;
	char *text;

	lm_key_raw(lm_recording_text(rec, LOWMARK_SECTION_META), "trigger",
		   trigger, sizeof(trigger));
	lm_findings_make(&why->findings, &why->facts, why->names);
	if (json) {
		doc = lm_why_json(why);
		if (*trigger)
			lm_json_text(doc, "trigger", trigger);
		lm_json_cost(doc, stats);
		print_json(doc);
		return;
	}
	if (*trigger)
		printf("Trigger: %s\n", lm_clean(trigger));
	text = lm_why_text(why);
	fputs(text ? text : "out of memory\n", stdout);
	printf("Recording: cost %s\n", lm_cost_text(cost, stats));
	free(text);
}

static int tell(const struct request *request, const struct lm_target *target)
{
	static struct lm_gather gather;
	const struct lm_event *event;
	static struct input input;
	static struct lm_why why;
	int ret, code = input_open(&input, request->path);

	if (code != EXIT_OK)
		return code;
	lm_gather_init(&gather, target, &input.names,
		       lm_recording_text(&input.rec,
					 LOWMARK_SECTION_ZONES_START));
	lm_gather_missing(&gather,
			  lm_recording_text(&input.rec, LOWMARK_SECTION_CAPS),
			  lm_recording_text(&input.rec, LOWMARK_SECTION_META));
	while ((ret = input_next(&input, &event)) > 0)
		lm_gather_event(&gather, event);
	lm_gather_end(&gather);
	why.facts = gather.facts;
	why.names = &input.names;
	print_why(&why, &input.rec, request->json);
	/* What is wrong with the file has been told by the first look. */
	return input_close(&input, ret ? ret : -EPIPE);
}

static int none(const struct request *request)
{
	static const char *const missing[LM_NR_QUESTIONS] = {
		[LM_WHY_STALL] = "no run of the slow path",
		[LM_WHY_WAKE] = "no wake of kswapd",
		[LM_WHY_AWAKE] = "no run of kswapd",
		[LM_WHY_ASLEEP] = "no request that left kswapd asleep",
		[LM_WHY_FAIL] = "no allocation that failed",
		[LM_WHY_OOM] = "no call of the OOM killer",
	};

	print_error("%s: %s%s was recorded%s",
		    request->live.wanted ? "live" : request->path,
		    missing[request->choice.question],
		    request->choice.by_id || request->choice.by_pid ?
			    " of that id or PID" :
			    "",
		    request->window.given ? " in that time; leave --time out" :
					    "");
	return EXIT_ERROR;
}

static int answer(void *to)
{
	const struct request *request = to;
	static struct lm_pick picked;
	int told, code = pick(request, &picked);

	if (code != EXIT_OK && code != EXIT_DATA)
		return code;
	if (!picked.found)
		return code == EXIT_OK ? none(request) : code;
	told = tell(request, &picked.best.target);
	return told == EXIT_OK ? code : told;
}

static int run(const struct command *self, int argc, char *argv[])
{
	struct request request = { 0 };
	int code = parse(self, argc, argv, &request);

	if (code >= 0)
		return code;
	return live_record_use(&request.live, &request.path, answer, &request);
}

const struct command command_why = {
	.name = "why",
	.arguments = "stall|wake|awake|asleep|fail|oom [FILE]",
	.summary = "tell the story of one incident and its cause",
	.details =
		"Tells of the worst one unless --id, --pid or --at choose another:\n"
		"  stall   the longest run of the slow path\n"
		"  wake    the wake of kswapd with the smallest margin\n"
		"  awake   the longest time that kswapd kept running\n"
		"  asleep  the worst margin at which kswapd was left asleep\n"
		"  fail    the longest run of the slow path that found no page\n"
		"  oom     the longest call of the OOM killer\n"
		"FILE is recording.lowmark if not given. The cause follows from recorded\n"
		"facts alone; where they do not decide, the story says so.\n"
		"Needs neither root nor the module, except with --live.",
	.options = options,
	.run = run,
};
