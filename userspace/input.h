/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A recording as input of a command.
 */
#ifndef LOWMARK_INPUT_H
#define LOWMARK_INPUT_H

#include "lib/file_source.h"
#include "lib/names.h"

/**
 * struct input - a recording that is being read
 * @path: name of the file
 * @rec: the recording
 * @names: names of the traced kernel
 * @file: its chunks
 * @merge: its events
 */
struct input {
	const char *path;
	struct lm_recording rec;
	struct lm_names names;
	struct lm_file_source file;
	struct lm_merge merge;
};

int input_open(struct input *input, const char *path);
int input_close(struct input *input, int error);

#endif
