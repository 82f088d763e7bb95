/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A recording as input of a command.
 */
#ifndef LOWMARK_INPUT_H
#define LOWMARK_INPUT_H

#include "lib/file_source.h"
#include "lib/names.h"
#include "lib/symbols.h"
#include "lib/window.h"

/**
 * struct input - a recording that is being read
 * @path: name of the file
 * @rec: the recording
 * @names: names of the traced kernel
 * @symbols: names of the addresses in it
 * @file: its chunks
 * @merge: its events
 * @window: which of them input_next() gives
 * @settings: it gives settings from before the window as well, as they hold in it
 */
struct input {
	const char *path;
	struct lm_recording rec;
	struct lm_names names;
	struct lm_symbols symbols;
	struct lm_file_source file;
	struct lm_merge merge;
	struct lm_window window;
	bool settings;
};

#define TIME_OPTION                                                       \
	{                                                                 \
		"time", 'T', "A,B",                                       \
			"only from time A to B: 12.5s,13s or +2s,+2.5s; " \
			"either may be missing"                           \
	}

int input_open(struct input *input, const char *path);
void input_only(struct input *input, const struct lm_window *window);
void input_along(struct input *input);
int input_next(struct input *input, const struct lm_event **event);
int input_close(struct input *input, int error);

struct command;
int take_time(const struct command *self, struct lm_window *window,
	      const char *text);

#endif
