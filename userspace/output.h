/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Standard output: JSON documents, and noticing that writing failed.
 */
#ifndef LOWMARK_OUTPUT_H
#define LOWMARK_OUTPUT_H

struct json_object;

void print_json(struct json_object *object);
void print_json_line(struct json_object *object);
int close_output(int status);

#endif
