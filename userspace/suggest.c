// SPDX-License-Identifier: GPL-2.0-only
/*
 * Finding what a mistyped name may have meant.
 */
#include "suggest.h"

#include <stdbool.h>
#include <string.h>

#define LONGEST 31

static unsigned int min3(unsigned int a, unsigned int b, unsigned int c)
{
	unsigned int least = a < b ? a : b;

	return least < c ? least : c;
}

/* Insertions, deletions, replacements and swaps of neighbours from a to b. */
static unsigned int distance(const char *a, const char *b)
{
	unsigned int d[LONGEST + 2][LONGEST + 2];
	size_t la = strlen(a), lb = strlen(b), i, j;

	for (i = 0; i <= la; i++)
		d[i][0] = i;
	for (j = 0; j <= lb; j++)
		d[0][j] = j;
	for (i = 1; i <= la; i++) {
		for (j = 1; j <= lb; j++) {
			d[i][j] =
				min3(d[i - 1][j] + 1, d[i][j - 1] + 1,
				     d[i - 1][j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1])
				d[i][j] = min3(d[i][j], d[i][j],
					       d[i - 2][j - 2] + 1);
		}
	}
	return d[la][lb];
}

static bool is_begin(const char *typed, const char *name)
{
	size_t len = strlen(typed);

	return len >= 2 && !strncmp(typed, name, len);
}

/**
 * nearest_name - find the known name that a mistyped one most resembles
 * @typed: what was typed
 * @name_at: gives the known names from index 0 on, then NULL
 *
 * Return: a known name, or NULL if none is near.
 */
const char *nearest_name(const char *typed,
			 const char *(*name_at)(size_t index))
{
	const char *best = NULL, *name;
	unsigned int best_distance = 3, d;
	size_t i;

	if (strlen(typed) > LONGEST)
		return NULL;
	for (i = 0; (name = name_at(i)); i++) {
		if (strlen(name) > LONGEST)
			continue;
		d = is_begin(typed, name) ? 1 : distance(typed, name);
		if (d < best_distance && d < strlen(name)) {
			best_distance = d;
			best = name;
		}
	}
	return best;
}
