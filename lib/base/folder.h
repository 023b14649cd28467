/* Folders of the user's: all files below one, and reading many of them fast. For a repository's own files, whose paths
 * are not to be trusted, see file.h. */
#ifndef SMS_BASE_FOLDER_H
#define SMS_BASE_FOLDER_H

#include "base/error.h"
#include "base/list.h"

/* Is it a folder? Symbolic links are followed: the user named it. */
bool sms_folder_is(const char *path);
/* Adds the paths of all regular files below `path` whose names end with one of `suffixes` (ended by NULL), each
 * beginning with `path`, in byte order. Symbolic links are not followed, `.git` is passed over. Errors ENVIRONMENT. */
struct sms_error *sms_folder_list(struct sms_list *out, const char *path, const char *const *suffixes) SMS_CHECKED;

/* A folder that is kept open while files in it are read, one after the other. Zero-initialize. */
struct sms_folder {
	char *path;
	int fd; /* valid where `path` is not NULL */
};
void sms_folder_release(struct sms_folder *folder);
SMS_AUTO_STRUCT(folder, struct sms_folder, sms_folder_release);

/* Replaces the contents of `out` with those of a regular file, through its folder, which becomes the one kept open. A
 * symbolic link is refused. As sms_file_read otherwise. */
struct sms_error *sms_folder_read(struct sms_folder *folder, struct sms_buf *out, const char *path,
				  size_t limit) SMS_CHECKED;

#endif
