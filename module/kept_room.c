// SPDX-License-Identifier: GPL-2.0-only
/*
 * The buffers in which chains are kept: a pool, made when a filter needs it. A chain
 * gets one, and more of them as long as half of the pool is free.
 */
#include <linux/bitops.h>
#include <linux/errno.h>
#include <linux/vmalloc.h>

#include "kept_room.h"

#define BUFFERS BITS_PER_LONG
#define MOST 16u /* buffers of one chain */

static void *buffers;
static unsigned long taken; /* bit per buffer */
static u32 filled[BUFFERS]; /* bytes of each that is full */
static u8 after[BUFFERS]; /* which one goes on where it ends */

/**
 * lowmark_rooms_create() - make the pool, unless it is there
 *
 * Context: process context, may sleep
 *
 * Return: 0 or -ENOMEM
 */
int lowmark_rooms_create(void)
{
	if (!buffers)
		buffers = vmalloc(BUFFERS * LOWMARK_ROOM_BYTES);
	return buffers ? 0 : -ENOMEM;
}

/**
 * lowmark_rooms_destroy() - give the pool back; no probe is armed
 */
void lowmark_rooms_destroy(void)
{
	vfree(buffers);
	buffers = NULL;
}

/**
 * lowmark_rooms_reset() - take all buffers away; no probe is armed
 */
void lowmark_rooms_reset(void)
{
	taken = 0;
}

static notrace void append(struct lowmark_room *room, unsigned int buffer)
{
	if (room->nr++) {
		after[room->tail] = buffer;
		filled[room->tail] = room->used;
	} else {
		room->head = buffer;
	}
	room->tail = buffer;
	room->used = 0;
}

static notrace unsigned int remove_first(struct lowmark_room *room)
{
	unsigned int first = room->head;

	room->head = after[first];
	room->nr--;
	return first;
}

/**
 * lowmark_room_more() - one buffer more, from now on the last one
 * @room: the buffers
 *
 * Return: false if there is none for this chain
 */
notrace bool lowmark_room_more(struct lowmark_room *room)
{
	unsigned int i;

	if (room->nr == MOST ||
	    (room->nr && hweight_long(READ_ONCE(taken)) >= BUFFERS / 2))
		return false;
	for (i = 0; i < BUFFERS; i++)
		if (!test_bit(i, &taken) && !test_and_set_bit(i, &taken))
			break;
	if (i == BUFFERS)
		return false;
	append(room, i);
	return true;
}

/**
 * lowmark_room_end() - where the last buffer has been used up to
 * @room: the buffers, one at least
 *
 * Return: the first byte that is free
 */
notrace void *lowmark_room_end(const struct lowmark_room *room)
{
	return buffers + room->tail * LOWMARK_ROOM_BYTES + room->used;
}

/**
 * lowmark_room_first() - what is in the first buffer
 * @room: the buffers, one at least
 * @bytes: set to its length
 *
 * Return: where it begins
 */
notrace const void *lowmark_room_first(const struct lowmark_room *room,
				       u32 *bytes)
{
	*bytes = room->nr > 1 ? filled[room->head] : room->used;
	return buffers + room->head * LOWMARK_ROOM_BYTES;
}

/**
 * lowmark_room_less() - give the first buffer back
 * @room: the buffers, one at least
 */
notrace void lowmark_room_less(struct lowmark_room *room)
{
	clear_bit_unlock(remove_first(room), &taken);
}

/**
 * lowmark_room_turn() - let the first buffer be the last one, empty
 * @room: the buffers, two at least
 */
notrace void lowmark_room_turn(struct lowmark_room *room)
{
	append(room, remove_first(room));
}
