// SPDX-License-Identifier: GPL-2.0-only
/*
 * doctor --decisions: how the loaded module sees each decision of the kernel.
 */
#include "decisions_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <json-c/json.h>

#include "live.h"
#include "manners.h"
#include "output.h"

/* Columns of the file; its header line tells where each begins. */
enum { ID, DECISION, STATE, REASON, NR_COLUMNS };

static const char *const names[NR_COLUMNS] = { "id", "decision", "state",
					       "reason" };

struct cell {
	const char *text;
	size_t len;
};

static bool find_columns(const char *header, size_t begins[NR_COLUMNS])
{
	const char *at = header;
	int i;

	for (i = 0; i < NR_COLUMNS; i++) {
		at = strstr(at, names[i]);
		if (!at)
			return false;
		begins[i] = at - header;
	}
	return begins[ID] == 0;
}

/* A cell ends where the next column begins, without the blanks before it. */
static struct cell cut(const char *line, const size_t begins[NR_COLUMNS],
		       int column)
{
	size_t len = strlen(line), begin = begins[column];
	size_t end = column == REASON ? len : begins[column + 1];

	if (end > len)
		end = len;
	if (begin > end)
		begin = end;
	while (end > begin && line[end - 1] == ' ')
		end--;
	return (struct cell){ line + begin, end - begin };
}

static bool is(const struct cell *cell, const char *text)
{
	return cell->len == strlen(text) &&
	       !memcmp(cell->text, text, cell->len);
}

static enum color color_of(const struct cell *state)
{
	return is(state, "observed")	 ? COLOR_GOOD :
	       is(state, "unobservable") ? COLOR_BAD :
	       is(state, "derived")	 ? COLOR_WARN :
					   COLOR_NONE;
}

static void print_row(const char *line, const size_t begins[NR_COLUMNS])
{
	struct cell state = cut(line, begins, STATE);

	printf("%.*s%s%.*s%s%s\n", (int)(state.text - line), line,
	       color(color_of(&state)), (int)state.len, state.text,
	       color(COLOR_NONE), state.text + state.len);
}

static void add_row(struct json_object *list, const char *line,
		    const size_t begins[NR_COLUMNS])
{
	struct json_object *row = json_object_new_object();
	struct json_object *value;
	struct cell cell;
	int i;

	for (i = 0; i < NR_COLUMNS; i++) {
		cell = cut(line, begins, i);
		value = i == REASON && is(&cell, "-") ?
				NULL :
				json_object_new_string_len(cell.text,
							   (int)cell.len);
		json_object_object_add(row, names[i], value);
	}
	json_object_array_add(list, row);
}

static int print_decisions(char *text, bool json)
{
	size_t begins[NR_COLUMNS];
	char *rest = text, *line = strtok_r(rest, "\n", &rest);
	struct json_object *doc, *list;

	if (!line || !find_columns(line, begins)) {
		print_error(
			"the module's file \"decisions\" cannot be read: use a tool and a module of one version");
		return EXIT_DATA;
	}
	page_output();
	if (!json) {
		puts(line);
		while ((line = strtok_r(rest, "\n", &rest)))
			if (strlen(line) > begins[STATE])
				print_row(line, begins);
		return EXIT_OK;
	}
	doc = json_object_new_object();
	list = json_object_new_array();
	while ((line = strtok_r(rest, "\n", &rest)))
		add_row(list, line, begins);
	json_object_object_add(doc, "decisions", list);
	print_json(doc);
	return EXIT_OK;
}

/**
 * show_decisions - print how the loaded module sees each decision
 * @json: as JSON
 *
 * Return: the exit code.
 */
int show_decisions(bool json)
{
	char *text;
	int code = read_module_file("decisions", &text);

	if (code != EXIT_OK)
		return code;
	code = print_decisions(text, json);
	free(text);
	return code;
}
