/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Array of structures that come into being when they are used.
 */
#ifndef LOWMARK_LIB_SLOTS_H
#define LOWMARK_LIB_SLOTS_H

#include <stddef.h>

/**
 * struct lm_slots - the array
 * @bytes: size of a structure
 * @nr: entries of @items up to the last structure that is used
 * @room: entries allocated
 * @items: the structures, NULL for one that is not used
 *
 * Start with all zero but @bytes.
 */
struct lm_slots {
	size_t bytes;
	unsigned int nr;
	unsigned int room;
	void **items;
};

void *lm_slots_make(struct lm_slots *slots, unsigned int index);
void lm_slots_deinit(struct lm_slots *slots);

/**
 * lm_slots_find() - find a structure
 * @slots: the array
 * @index: which one
 *
 * Return: the structure, NULL if it is not used
 */
static inline void *lm_slots_find(const struct lm_slots *slots,
				  unsigned int index)
{
	return index < slots->nr ? slots->items[index] : NULL;
}

/**
 * lm_slots_next() - go through all structures that are used
 * @slots: the array
 * @index: which one at the earliest; set to the one after it
 *
 * Return: the structure, NULL if there are no more
 */
static inline void *lm_slots_next(const struct lm_slots *slots,
				  unsigned int *index)
{
	void *item = NULL;

	while (!item && *index < slots->nr)
		item = slots->items[(*index)++];
	return item;
}

/**
 * lm_slots_get() - find or make a structure
 * @slots: the array
 * @index: which one
 *
 * Return: the structure, new ones all zero; NULL if there is no memory
 */
static inline void *lm_slots_get(struct lm_slots *slots, unsigned int index)
{
	void *item = lm_slots_find(slots, index);

	return item ? item : lm_slots_make(slots, index);
}

#endif
