/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The story of one wake of kswapd.
 */
#ifndef LOWMARK_LIB_STORY_H
#define LOWMARK_LIB_STORY_H

#include "episodes.h"
#include "names.h"

char *lm_story_of_wake(const struct lm_episode *episode,
		       const struct lm_names *names);

#endif
