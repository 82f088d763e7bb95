/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The options of the flight recorder.
 */
#ifndef LOWMARK_FLIGHT_OPTIONS_H
#define LOWMARK_FLIGHT_OPTIONS_H

#include "command.h"
#include "flight.h"

int flight_take_on(const struct command *self, struct flight_request *request,
		   const char *text);
int flight_take_keep(const struct command *self, struct flight_request *request,
		     const char *text);
int flight_take_post(const struct command *self, struct flight_request *request,
		     const char *text);
int flight_take_max(const struct command *self, struct flight_request *request,
		    const char *text);

#endif
