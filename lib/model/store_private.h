/* What the files of store.h share. */
#ifndef SMS_MODEL_STORE_PRIVATE_H
#define SMS_MODEL_STORE_PRIVATE_H

#include "model/store.h"

struct sms_own_files {
	struct sms_type_file *files;
	size_t count;
};

void sms_own_files_release(struct sms_own_files *own);
SMS_AUTO_STRUCT(own_files, struct sms_own_files, sms_own_files_release);
/* The files below types/, in the order of their paths. */
struct sms_error *sms_own_files_read(struct sms_own_files *out, struct sms_snapshot *snapshot) SMS_CHECKED;

/* store->types from those files that are good; the others go to store->refused. */
struct sms_error *sms_salvage_types(struct sms_store *store, const struct sms_own_files *own) SMS_CHECKED;
/* store->settings from a text, or from what stands in for it. */
struct sms_error *sms_salvage_settings(struct sms_store *store, const struct sms_buf *text) SMS_CHECKED;
void sms_refused_release(struct sms_store *store);

#endif
