/* embed.h: data files that travel inside the program. A folder adds `embedded += {'name':
 * files('x.tsv')}` in its meson.build (the name in C letters); tools/embed.sh makes the symbols. */
#ifndef BASE_EMBED_H
#define BASE_EMBED_H

#include "base/str.h"

#define EMBED(name) extern const char embed_##name[], embed_##name##_end[]
/* The file's bytes, for the life of the process. */
#define embed_str(name) ((str){ embed_##name, embed_##name##_end - embed_##name })

#endif
