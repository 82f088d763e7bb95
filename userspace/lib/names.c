// SPDX-License-Identifier: GPL-2.0-only
/*
 * The names that a traced kernel gives to zones and flags.
 */
#include "names.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "zones.h"

/*
 * Rendering asks for the name of a zone by its index alone, so the names are
 * those of the kernel that lm_names_init() was called for last.
 */
static char zone_names[LM_MOST_ZONES][LM_NAME_SIZE];

static const char *zone_name(unsigned int index)
{
	if (index >= LM_MOST_ZONES || !zone_names[index][0])
		return NULL;
	return zone_names[index];
}

/* Zones that have pages; their names are told nowhere else in old files. */
static void take_zone_names(struct lm_format *format, const char *text)
{
	struct lm_zone *zones;
	int i, nr = lm_zones_parse(text, &zones);

	for (i = 0; i < nr && format->zones_per_node; i++) {
		unsigned int index = zones[i].id % format->zones_per_node;

		if (index < LM_MOST_ZONES && !format->zone_names[index][0])
			lm_keep_name(format->zone_names[index], zones[i].name);
	}
	free(zones);
}

/**
 * lm_names_init() - take the names from the texts of a recording or module
 * @names: what to fill; must stay where it is
 * @format: text of "format"
 * @zones: text of "zones"
 *
 * Return: 0, or -EPROTONOSUPPORT if the records cannot be read; then
 * @names->format.fault tells why
 */
int lm_names_init(struct lm_names *names, const char *format, const char *zones)
{
	int ret = lm_format_parse(&names->format, format);

	take_zone_names(&names->format, zones);
	memcpy(zone_names, names->format.zone_names, sizeof(zone_names));
	names->names = (struct lowmark_names){
		.zones_per_node = names->format.zones_per_node,
		.zone_name = zone_name,
		.gfp = names->format.gfp,
		.alloc = names->format.alloc,
	};
	return ret;
}

/**
 * lm_zone_label() - write a zone as records are rendered: "0:DMA32"
 * @buf: where to put it
 * @names: names of the traced kernel
 * @zone: number of the zone
 *
 * Return: @buf
 */
const char *lm_zone_label(char buf[LM_ZONE_LABEL], const struct lm_names *names,
			  unsigned int zone)
{
	unsigned int per_node = names->names.zones_per_node;
	const char *name;

	if (zone == LOWMARK_ZONE_NONE) {
		snprintf(buf, LM_ZONE_LABEL, "none");
		return buf;
	}
	if (!per_node) {
		snprintf(buf, LM_ZONE_LABEL, "#%u", zone);
		return buf;
	}
	name = names->format.zone_names[zone % per_node];
	if (zone % per_node < LM_MOST_ZONES && *name)
		snprintf(buf, LM_ZONE_LABEL, "%u:%.12s", zone / per_node, name);
	else
		snprintf(buf, LM_ZONE_LABEL, "%u:%u", zone / per_node,
			 zone % per_node);
	return buf;
}
