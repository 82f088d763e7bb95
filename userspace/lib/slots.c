// SPDX-License-Identifier: GPL-2.0-only
/*
 * Array of structures that come into being when they are used.
 */
#include "slots.h"

#include <stdlib.h>
#include <string.h>

/**
 * lm_slots_make() - make a structure that is not used yet
 * @slots: the array
 * @index: which one
 *
 * Return: the structure, all zero; NULL if there is no memory
 */
void *lm_slots_make(struct lm_slots *slots, unsigned int index)
{
	if (index >= slots->nr) {
		unsigned int nr = index + 16;
		void *larger =
			realloc(slots->items, nr * sizeof(*slots->items));

		if (!larger)
			return NULL;
		slots->items = larger;
		memset(slots->items + slots->nr, 0,
		       (nr - slots->nr) * sizeof(*slots->items));
		slots->nr = nr;
	}
	slots->items[index] = calloc(1, slots->bytes);
	return slots->items[index];
}

/**
 * lm_slots_deinit() - give back all structures
 * @slots: the array
 */
void lm_slots_deinit(struct lm_slots *slots)
{
	unsigned int i;

	for (i = 0; i < slots->nr; i++)
		free(slots->items[i]);
	free(slots->items);
	slots->items = NULL;
	slots->nr = 0;
}
