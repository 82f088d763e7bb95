/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The buffers in which chains are kept: a pool, made when a filter needs it.
 */
#ifndef LOWMARK_KEPT_ROOM_H
#define LOWMARK_KEPT_ROOM_H

#include <linux/types.h>

#define LOWMARK_ROOM_BYTES (32u << 10) /* of a buffer */

/**
 * struct lowmark_room - the buffers of one chain
 * @head: the first one
 * @tail: the last one
 * @nr: how many there are
 * @used: bytes of the last one
 */
struct lowmark_room {
	u8 head;
	u8 tail;
	u8 nr;
	u32 used;
};

/* Do so many bytes fit into the last buffer? */
static inline bool lowmark_room_has(const struct lowmark_room *room,
				    unsigned int bytes)
{
	return room->used + bytes <= LOWMARK_ROOM_BYTES;
}

int lowmark_rooms_create(void);
void lowmark_rooms_destroy(void);
void lowmark_rooms_reset(void);
bool lowmark_room_more(struct lowmark_room *room);
void *lowmark_room_end(const struct lowmark_room *room);
const void *lowmark_room_first(const struct lowmark_room *room, u32 *bytes);
void lowmark_room_less(struct lowmark_room *room);
void lowmark_room_turn(struct lowmark_room *room);

#endif
