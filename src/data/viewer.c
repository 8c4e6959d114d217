/* viewer.c: the words of roles and labels. */
#include "data/viewer.h"

#include "base/must.h"

static const struct {
	const char *word, *says;
} roles[] = {
#define ROLE(name, word, says) { word, says },
#include "data/roles.def"
#undef ROLE
};

static const struct {
	const char *name, *says;
} labels[] = {
#define LABEL(name, says) { #name, says },
#include "data/labels.def"
#undef LABEL
};

const char *role_word(enum role r)
{
	must((int)r >= 0 && r < ROLES_N);
	return roles[r].word;
}

const char *role_says(enum role r)
{
	must((int)r >= 0 && r < ROLES_N);
	return roles[r].says;
}

const char *label_name(enum label l)
{
	must((int)l >= 0 && l < LABELS_N);
	return labels[l].name;
}

const char *label_says(enum label l)
{
	must((int)l >= 0 && l < LABELS_N);
	return labels[l].says;
}
