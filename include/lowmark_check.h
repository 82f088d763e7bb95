/* SPDX-License-Identifier: (GPL-2.0-only WITH Linux-syscall-note) OR MIT */
/*
 * Sizes of the ABI, checked at build time; included by one file on each side.
 */
#ifndef LOWMARK_CHECK_H
#define LOWMARK_CHECK_H

#include "lowmark_record.h"

#define LOWMARK_CHECK_SIZE(type, NAME, name, bytes, doc)		\
	_Static_assert(sizeof(struct lowmark_rec_##name) == (bytes),	\
		       "size of lowmark record " #name);		\
	_Static_assert((bytes) % LOWMARK_WORD == 0,			\
		       "lowmark record " #name " is not whole words");	\
	_Static_assert((type) > 0 && (type) < LOWMARK_KINDS,		\
		       "type of lowmark record " #name);
LOWMARK_RECORDS(LOWMARK_CHECK_SIZE)
#undef LOWMARK_CHECK_SIZE

_Static_assert(sizeof(struct lowmark_hdr) == 8, "size of lowmark_hdr");
_Static_assert(sizeof(struct lowmark_chunk) == 48 + 8 * LOWMARK_KINDS,
	       "size of lowmark_chunk");

#endif
