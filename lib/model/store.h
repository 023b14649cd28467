/* An SMS repository opened: its git repository, types, settings, and the records as the command wants to see them. */
#ifndef SMS_MODEL_STORE_H
#define SMS_MODEL_STORE_H

#include "model/people.h"
#include "model/record.h"
#include "wrap/git/write.h"

/* A file of types/ or the settings that could not be used; see SMS_VIEW_SALVAGED. */
struct sms_refused {
	char *path;
	char *why;     /* the error's message */
	bool replaced; /* by the file at HEAD, or by what is built in */
};

struct sms_store {
	struct sms_repo *repo;
	struct sms_types *types;
	struct sms_settings *settings;
	struct sms_snapshot *snapshot;        /* what commands read: the work tree, or a commit (bare, --at, audit) */
	struct sms_oid head;                  /* the commit read, or the one the work tree belongs to; zero when none */
	struct sms_people *people;            /* loaded by sms_store_people */
	struct sms_approval_cache *approvals; /* kept by approval.h; NULL until needed */
	bool salvages;                        /* SMS_VIEW_SALVAGED */
	bool distrusts;                       /* SMS_VIEW_PROVEN */
	struct sms_refused *refused;          /* types and settings that were passed over then */
	size_t refused_count;
};

enum sms_view {
	SMS_VIEW_CURRENT,   /* the work tree; HEAD of a bare repository */
	SMS_VIEW_COMMITTED, /* HEAD */
	SMS_VIEW_PROVEN,    /* HEAD, and nothing that was remembered beside the history is read */
	/* As CURRENT for who looks for faults: types and settings that are no good do not end it. In place of each comes
	 * the file as HEAD has it (in a work tree), else what is built in, else nothing; `refused` tells. */
	SMS_VIEW_SALVAGED
};

/* Opens the repository that `path` is in. `at` (a revision or a date; may be NULL) wins over `view`. `*now` is set to
 * the last second of `at` when that is a date and the clock was not set; may be NULL. Error ENVIRONMENT with a hint
 * where there is no sms.json. */
struct sms_error *sms_store_open(struct sms_store **out, const char *path, enum sms_view view, const char *at,
				 sms_time *now) SMS_CHECKED;
void sms_store_free(struct sms_store *store);
SMS_AUTO_POINTER(store, struct sms_store *, sms_store_free);

/* The types as a commit has them. Errors INPUT as sms_types_load. */
struct sms_error *sms_store_types_at(struct sms_types **out, const struct sms_repo *repo,
				     const struct sms_oid *commit) SMS_CHECKED;
/* Reads the tip anew: store->snapshot is then HEAD (the work tree while there is no commit). */
struct sms_error *sms_store_refresh(struct sms_store *store) SMS_CHECKED;
/* Remembers the record that `@` means. */
struct sms_error *sms_store_remember(const struct sms_store *store, const char *id) SMS_CHECKED;
/* People and roles of the snapshot, loaded once. */
struct sms_error *sms_store_people(struct sms_store *store, const struct sms_people **out) SMS_CHECKED;
/* The record that a name means (sms_snapshot_name; `@` is the one touched last). */
struct sms_error *sms_store_record(struct sms_store *store, const char *name, const struct sms_type *type,
				   struct sms_record **out) SMS_CHECKED;
/* The id of the person that a name means: as sms_store_record, or an e-mail address. Borrowed from the store. */
struct sms_error *sms_store_person(struct sms_store *store, const char *name, const char **out) SMS_CHECKED;
/* Same, only resolved. */
struct sms_error *sms_store_entry(struct sms_store *store, const char *name, const struct sms_type *type,
				  const struct sms_entry **out) SMS_CHECKED;

#endif
