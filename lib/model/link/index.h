/* What points to a record: the links of all records turned round.
 *
 * Reading every record is felt from some thousand on, so the links of one commit are kept in .git/sms/links, a sorted
 * text that is searched in place. It stands for the commit and the types that its first line names; for any other
 * commit the records that differ are read beside it, and when these become many, or it stands for other types, it is
 * made anew. It is a convenience: it may be deleted at any time, nothing that proves anything reads it, and where it
 * cannot be written everything but the speed is the same. Links of files that are not committed are not seen. */
#ifndef SMS_MODEL_LINK_INDEX_H
#define SMS_MODEL_LINK_INDEX_H

#include "base/progress.h"
#include "model/store.h"

struct sms_link_index;

/* The index of the commit that the store belongs to. Without `whole`, `*out` is NULL where it would take long and
 * could not be kept for the next time. */
struct sms_error *sms_link_index_open(struct sms_link_index **out, struct sms_store *store, bool whole,
				      const struct sms_progress *progress) SMS_CHECKED;
void sms_link_index_free(struct sms_link_index *index);
SMS_AUTO_POINTER(link_index, struct sms_link_index *, sms_link_index_free);

/* Records of one type that point to another by one relation. */
struct sms_backlinks {
	char *type;
	char *relation;       /* the member's path, or `rel` of the links list */
	bool listed;          /* by the links list */
	size_t count, open;   /* how many; of these, in a state in which something is waited for */
	struct sms_list from; /* ids: open ones first, of each the last by id first */
};
struct sms_backlinks_list {
	struct sms_backlinks *items;
	size_t count, capacity;
};

/* What points to `id`, by type and relation in byte order; of each group at most `most` ids. */
void sms_link_index_find(struct sms_backlinks_list *out, const struct sms_link_index *index, const char *id,
			 size_t most);
void sms_backlinks_release(struct sms_backlinks_list *list);
SMS_AUTO_STRUCT(backlinks, struct sms_backlinks_list, sms_backlinks_release);

#endif
