/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A recording made now, for commands that read recordings.
 */
#ifndef LOWMARK_LIVE_RECORD_H
#define LOWMARK_LIVE_RECORD_H

#include <stdbool.h>

#define LIVE_RECORD_PATH 32

/**
 * struct live_record - what the command line wants of it
 * @wanted: record now rather than read a file
 * @duration: for how long, as text; NULL for until SIGINT
 * @path: the temporary file, once there is one
 */
struct live_record {
	bool wanted;
	const char *duration;
	char path[LIVE_RECORD_PATH];
};

#define LIVE_OPTION                                                   \
	{                                                             \
		"live", 'l', NULL, "record now rather than read FILE" \
	}
#define DURATION_OPTION                                        \
	{                                                      \
		"duration", 'd', "TIME",                       \
			"with --live: for TIME (until SIGINT)" \
	}

struct command;
int take_duration(const struct command *self, struct live_record *live,
		  const char *text);
int live_record_check(const struct command *self,
		      const struct live_record *live, bool has_file,
		      bool has_window);
int live_record_use(struct live_record *live, const char **path,
		    int (*use)(void *request), void *request);

#endif
