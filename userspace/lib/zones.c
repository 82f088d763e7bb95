// SPDX-License-Identifier: GPL-2.0-only
/*
 * The text of the debugfs file "zones".
 */
#include "zones.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lowmark_record.h"
#include "table.h"

static __u32 pages(const struct lm_table *table, size_t row, const char *column)
{
	long long value = lm_table_number(table, row, column);

	if (!strcmp(lm_table_cell(table, row, column), "n/a"))
		return LOWMARK_PAGES_NONE;
	return value < 0 ? 0 : value > UINT_MAX ? UINT_MAX : (__u32)value;
}

static void take_reserves(struct lm_zone *zone, const char *list)
{
	char *end;

	while (zone->nr_reserves < LM_MOST_RESERVES) {
		unsigned long value = strtoul(list, &end, 10);

		if (end == list)
			break;
		zone->reserves[zone->nr_reserves++] =
			value > UINT_MAX ? UINT_MAX : (__u32)value;
		if (*end != ',')
			break;
		list = end + 1;
	}
}

static int take_zone(struct lm_zone *zone, const struct lm_table *table,
		     size_t row)
{
	*zone = (struct lm_zone){
		.node = pages(table, row, "node"),
		.id = pages(table, row, "id"),
		.free = pages(table, row, "free"),
		.min = pages(table, row, "min"),
		.low = pages(table, row, "low"),
		.high = pages(table, row, "high"),
		.boost = pages(table, row, "boost"),
		.managed = pages(table, row, "managed"),
	};
	snprintf(zone->name, sizeof(zone->name), "%s",
		 lm_table_cell(table, row, "zone"));
	take_reserves(zone, lm_table_cell(table, row, "protection"));
	return zone->id < LOWMARK_ZONE_NONE ? 0 : -EINVAL;
}

/**
 * lm_zones_parse() - read a "zones" text
 * @text: the text
 * @zones: set to the zones, to be freed
 *
 * Return: number of zones, -EINVAL if it is no such text, or -ENOMEM
 */
int lm_zones_parse(const char *text, struct lm_zone **zones)
{
	struct lm_table table;
	size_t row;
	int ret;

	*zones = NULL;
	ret = lm_table_init(&table, text, "node");
	if (!ret && table.nr_rows > LOWMARK_ZONE_NONE)
		ret = -EINVAL;
	if (!ret) {
		*zones = calloc(table.nr_rows + 1, sizeof(**zones));
		ret = *zones ? 0 : -ENOMEM;
	}
	for (row = 0; !ret && row < table.nr_rows; row++)
		ret = take_zone(&(*zones)[row], &table, row);
	if (!ret)
		ret = (int)table.nr_rows;
	lm_table_deinit(&table);
	if (ret < 0) {
		free(*zones);
		*zones = NULL;
	}
	return ret;
}

/* Make a cell "n/a". Cells are right-aligned, with blanks before them. */
static void forget_cell(const char *line, char *cell, size_t len)
{
	static const char na[] = { 'n', '/', 'a' };
	char *end = cell + len;

	memset(cell, ' ', len);
	if (end - line > 3 && (len >= 3 || end[-3] == ' '))
		memcpy(end - 3, na, sizeof(na));
}

static bool tells_free(const char *title, size_t len)
{
	return (len == 4 && !memcmp(title, "free", 4)) ||
	       (len == 5 && !memcmp(title, "exact", 5)) ||
	       (len == 6 && !memcmp(title, "to_low", 6));
}

/* Of the title, note which columns tell it; of a row, forget them. */
static void take_line(char *line, bool title, __u32 *columns)
{
	unsigned int column = 0;
	char *at = line;

	for (; column < 32; column++) {
		size_t len;

		at += strspn(at, " ");
		len = strcspn(at, "\n ");
		if (!len)
			return;
		if (title && tells_free(at, len))
			*columns |= 1u << column;
		else if (!title && *columns & 1u << column)
			forget_cell(line, at, len);
		at += len;
	}
}

/**
 * lm_zones_forget_free() - keep of a "zones" text all but the free pages
 * @text: the text; what tells them becomes "n/a"
 */
void lm_zones_forget_free(char *text)
{
	bool title = true;
	__u32 columns = 0;
	char *line = text;

	while (*line) {
		if (*line != '#') {
			take_line(line, title, &columns);
			title = false;
		}
		line += strcspn(line, "\n");
		line += *line == '\n';
	}
}
