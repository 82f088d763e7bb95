// SPDX-License-Identifier: GPL-2.0-only
/*
 * Standard output: JSON documents, and noticing that writing failed.
 */
#include "output.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <json-c/json.h>

#include "command.h"
#include "manners.h"

/**
 * print_json - print a JSON document and give it back
 * @object: the document; this reference is consumed
 */
void print_json(struct json_object *object)
{
	puts(json_object_to_json_string_ext(
		object, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED |
				JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(object);
}

/**
 * print_json_line - print one JSON document of several, and give it back
 * @object: the document; this reference is consumed
 */
void print_json_line(struct json_object *object)
{
	puts(json_object_to_json_string_ext(object,
					    JSON_C_TO_STRING_NOSLASHESCAPE));
	fflush(stdout);
	json_object_put(object);
}

/* Writing has failed some time ago. Return: why, found by trying again. */
static int write_error(void)
{
	return write(STDOUT_FILENO, "\n", 1) < 0 ? errno : EIO;
}

/**
 * close_output - end standard output, noticing what could not be written
 * @status: the exit code so far
 *
 * Return: @status, or EXIT_ERROR if it was EXIT_OK and output was lost.
 */
int close_output(int status)
{
	int lost = ferror(stdout) ? write_error() : 0;

	errno = 0;
	if (fclose(stdout) && !lost)
		lost = errno ? errno : EIO;
	end_pager();
	if (!lost)
		return status;
	print_error("cannot write the output: %s", strerror(lost));
	return status == EXIT_OK ? EXIT_ERROR : status;
}
