/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Finding the module's file, its parameters, and loading it.
 */
#ifndef LOWMARK_LIB_INSERT_H
#define LOWMARK_LIB_INSERT_H

struct lm_insert;

int lm_insert_create(struct lm_insert **insert, const char *path);
void lm_insert_destroy(struct lm_insert *insert);
const char *lm_insert_path(const struct lm_insert *insert);
const char *lm_insert_param(const struct lm_insert *insert, unsigned int index);
int lm_insert_load(struct lm_insert *insert, const char *params);

#endif
