// SPDX-License-Identifier: GPL-2.0-only
/*
 * Array of structures that come into being when they are used.
 */
#include "slots.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static int make_room(struct lm_slots *slots, unsigned int index)
{
	unsigned int room = index + 16;
	void *larger = realloc(slots->items, room * sizeof(*slots->items));

	if (!larger)
		return -ENOMEM;
	slots->items = larger;
	memset(slots->items + slots->room, 0,
	       (room - slots->room) * sizeof(*slots->items));
	slots->room = room;
	return 0;
}

/**
 * lm_slots_make() - make a structure that is not used yet
 * @slots: the array
 * @index: which one
 *
 * Return: the structure, all zero; NULL if there is no memory
 */
void *lm_slots_make(struct lm_slots *slots, unsigned int index)
{
	if (index >= slots->room && make_room(slots, index))
		return NULL;
	slots->items[index] = calloc(1, slots->bytes);
	if (slots->items[index] && index >= slots->nr)
		slots->nr = index + 1;
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
	slots->room = 0;
}
