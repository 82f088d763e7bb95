// SPDX-License-Identifier: GPL-2.0-only
/*
 * A recording as input of a command, with the messages that go with it.
 */
#include "input.h"

#include <errno.h>
#include <string.h>

#include "command.h"
#include "manners.h"
#include "progress.h"
#include "lib/keys.h"

static void tell_progress(const struct lm_file_source *file)
{
	progress_tell(file->done, file->bytes);
}

static int read_symbols(struct input *input)
{
	int ret = lm_symbols_init(&input->symbols,
				  lm_recording_text(&input->rec,
						    LOWMARK_SECTION_SYMBOLS));

	input->names.names.symbol = lm_symbols_name;
	input->names.names.symbols = &input->symbols;
	return ret;
}

static int start_merge(struct input *input)
{
	int ret = lm_file_source_init(&input->file, &input->rec);

	if (ret)
		return ret;
	input->file.tell = tell_progress;
	ret = lm_merge_init(&input->merge, &input->file.source);
	if (!ret)
		return 0;
	lm_merge_deinit(&input->merge);
	lm_file_source_deinit(&input->file);
	return ret;
}

/**
 * input_open() - open a recording
 * @input: what to initialise; must stay where it is
 * @path: name of the file
 *
 * Return: EXIT_OK, or another exit code after saying why
 */
int input_open(struct input *input, const char *path)
{
	const char *what;
	int ret;

	input->path = path;
	input->window = (struct lm_window){ 0 };
	input->settings = false;
	ret = lm_recording_open(&input->rec, path, &what);
	if (ret) {
		print_error("%s: %s", path, what ? what : strerror(-ret));
		return what ? EXIT_DATA : EXIT_ERROR;
	}
	ret = lm_names_init(
		&input->names,
		lm_recording_text(&input->rec, LOWMARK_SECTION_FORMAT),
		lm_recording_text(&input->rec, LOWMARK_SECTION_ZONES_START));
	if (ret) {
		print_error("%s: %s", path, input->names.format.fault);
		lm_recording_close(&input->rec);
		return EXIT_DATA;
	}
	ret = read_symbols(input);
	if (!ret)
		ret = start_merge(input);
	if (!ret)
		return EXIT_OK;
	print_error("%s: %s", path, strerror(-ret));
	lm_symbols_deinit(&input->symbols);
	lm_recording_close(&input->rec);
	return EXIT_ERROR;
}

/**
 * input_only() - want only a part of a recording
 * @input: the recording
 * @window: which part
 */
void input_only(struct input *input, const struct lm_window *window)
{
	__u64 start_ns = 0;

	lm_key_u64(lm_recording_text(&input->rec, LOWMARK_SECTION_META),
		   "start_ns", &start_ns);
	input->window = *window;
	lm_window_settle(&input->window, start_ns);
}

/**
 * input_along() - results are printed along with reading
 * @input: the recording
 *
 * Then they are its progress, unless they go elsewhere.
 */
void input_along(struct input *input)
{
	if (on_terminal())
		input->file.tell = NULL;
}

static bool is_wanted(const struct input *input, const struct lm_event *event)
{
	enum lm_where where = lm_window_where(&input->window, event);

	return where == LM_INSIDE ||
	       (where == LM_BEFORE && input->settings && !event->loss &&
		event->record->type == LOWMARK_REC_SETTINGS);
}

/**
 * input_next() - get the next event of the part that is wanted
 * @input: the recording
 * @event: set to it
 *
 * Return: as lm_merge_next()
 */
int input_next(struct input *input, const struct lm_event **event)
{
	int ret;

	do {
		ret = lm_merge_next(&input->merge, LM_FOREVER, event);
	} while (ret > 0 && input->window.given && !is_wanted(input, *event));
	return ret;
}

/**
 * take_time() - take the argument of --time
 * @self: the command
 * @window: set to it
 * @text: two times
 *
 * Return: EXIT_OK, or EXIT_USAGE after saying what is wrong
 */
int take_time(const struct command *self, struct lm_window *window,
	      const char *text)
{
	int ret = lm_window_parse(window, text);

	if (!ret)
		return EXIT_OK;
	if (ret == -ERANGE)
		return usage_error(self, "--time %.60s ends before it begins",
				   text);
	return usage_error(
		self,
		"'%.60s' is not two times; try 12.5s,13s or +2s,+2.5s since the begin",
		text);
}

static void tell_faults(const struct input *input)
{
	const struct lm_recording *rec = &input->rec;
	unsigned int i;

	for (i = 0; i < rec->nr_faults && i < LM_MAX_FAULTS; i++)
		print_error("%s: at byte %llu: %s", input->path,
			    rec->faults[i].offset, rec->faults[i].what);
	if (i < rec->nr_faults)
		print_error("%s: and %u more", input->path, rec->nr_faults - i);
}

/**
 * input_close() - close a recording
 * @input: the recording
 * @error: 0 if it was read to the end, -EPIPE if nobody wanted to read on, or
 *	the negative errno that ended reading
 *
 * Return: EXIT_OK, or another exit code after saying what is wrong with it
 */
int input_close(struct input *input, int error)
{
	int code = EXIT_OK;

	progress_end();
	if (!error)
		lm_recording_verify(&input->rec, input->merge.records);
	tell_faults(input);
	if (input->rec.nr_faults)
		code = EXIT_DATA;
	if (error && error != -EPIPE) {
		print_error("%s: %s", input->path, strerror(-error));
		code = EXIT_ERROR;
	}
	lm_merge_deinit(&input->merge);
	lm_file_source_deinit(&input->file);
	lm_symbols_deinit(&input->symbols);
	lm_recording_close(&input->rec);
	return code;
}
