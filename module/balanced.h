/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A call of pgdat_balanced() under way.
 */
#ifndef LOWMARK_BALANCED_H
#define LOWMARK_BALANCED_H

#include "compat_args.h"
#include "replace.h"

/**
 * enum lowmark_asker - for whom a node is looked at
 * @LOWMARK_ASKER_OTHER: nobody that is followed
 * @LOWMARK_ASKER_WAKE: wakeup_kswapd()
 * @LOWMARK_ASKER_RUN: kswapd's run
 */
enum lowmark_asker {
	LOWMARK_ASKER_OTHER,
	LOWMARK_ASKER_WAKE,
	LOWMARK_ASKER_RUN
};

extern struct lowmark_replace lowmark_balanced_replace;

enum lowmark_asker lowmark_balanced_begins(unsigned long caller);
void lowmark_balanced_ends(const struct lowmark_node_args *args,
			   enum lowmark_asker asker, bool balanced);

#endif
