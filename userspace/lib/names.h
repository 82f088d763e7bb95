/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The names that a traced kernel gives to zones and flags.
 */
#ifndef LOWMARK_LIB_NAMES_H
#define LOWMARK_LIB_NAMES_H

#include "format.h"

#define LM_ZONE_LABEL 24

/**
 * struct lm_names - names of one kernel
 * @names: what rendering needs; points into the rest
 * @format: what "format" told
 */
struct lm_names {
	struct lowmark_names names;
	struct lm_format format;
};

int lm_names_init(struct lm_names *names, const char *format,
		  const char *zones);
const char *lm_zone_label(char buf[LM_ZONE_LABEL], const struct lm_names *names,
			  unsigned int zone);

#endif
