/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * An event as a line of text or as a JSON object.
 */
#ifndef LOWMARK_LIB_RENDER_H
#define LOWMARK_LIB_RENDER_H

#include "chunk.h"
#include "names.h"

#define LM_RENDER_SIZE 4096 /* holds any event */

size_t lm_render_text(char buf[LM_RENDER_SIZE], const struct lm_names *names,
		      const struct lm_event *event);
size_t lm_render_json(char buf[LM_RENDER_SIZE], const struct lm_names *names,
		      const struct lm_event *event);

#endif
