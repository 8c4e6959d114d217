/* desk.h: one's own work list. Front door: its routes. */
#ifndef DESK_DESK_H
#define DESK_DESK_H

#include "web/http.h"

extern const struct route desk_routes[];

#endif
