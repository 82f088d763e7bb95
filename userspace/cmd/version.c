// SPDX-License-Identifier: GPL-2.0-only
/*
 * lowmark version: versions of the tool and of what it reads.
 */
#include <stdio.h>
#include <json-c/json.h>

#include "live.h"
#include "lowmark_file.h"
#include "lowmark_record.h"
#include "lowmark_version.h"
#include "output.h"

static void print_version_json(void)
{
	struct json_object *doc = json_object_new_object();

	json_object_object_add(doc, "version",
			       json_object_new_string(LOWMARK_VERSION));
	json_object_object_add(doc, "abi_major",
			       json_object_new_int(LOWMARK_ABI_MAJOR));
	json_object_object_add(doc, "abi_minor",
			       json_object_new_int(LOWMARK_ABI_MINOR));
	json_object_object_add(doc, "file_major",
			       json_object_new_int(LOWMARK_FILE_MAJOR));
	json_object_object_add(doc, "file_minor",
			       json_object_new_int(LOWMARK_FILE_MINOR));
	print_json(doc);
}

static int run(const struct command *self, int argc, char *argv[])
{
	bool json = false;
	int code = json_option_only(self, argc, argv, &json);

	if (code >= 0)
		return code;
	if (json)
		print_version_json();
	else
		printf("lowmark %s\nrecords: abi %d.%d\nrecording file: %d.%d\n",
		       LOWMARK_VERSION, LOWMARK_ABI_MAJOR, LOWMARK_ABI_MINOR,
		       LOWMARK_FILE_MAJOR, LOWMARK_FILE_MINOR);
	return EXIT_OK;
}

const struct command command_version = {
	.name = "version",
	.arguments = "",
	.summary = "show the versions of the tool and of its formats",
	.options = json_option,
	.run = run,
};
