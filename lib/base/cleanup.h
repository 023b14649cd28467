/* Automatic release of locals at the end of their scope.
 *
 * `sms_auto(json) sms_json *doc = NULL;` calls sms_json_free(doc) when `doc` leaves its scope, on every path.
 * A module that owns a type declares its name with SMS_AUTO_POINTER (freed by value) or SMS_AUTO_STRUCT (released
 * by address). To hand the object on, set the local to NULL first (`return sms_move(&local)` does both). */
#ifndef SMS_BASE_CLEANUP_H
#define SMS_BASE_CLEANUP_H

#define sms_auto(name) __attribute__((cleanup(sms_auto_##name)))

#define SMS_AUTO_POINTER(name, type, free_function)                                                                    \
	static inline void sms_auto_##name(type *p)                                                                    \
	{                                                                                                              \
		free_function(*p);                                                                                     \
	}                                                                                                              \
	_Static_assert(sizeof(type) == sizeof(void *), "a pointer type")

#define SMS_AUTO_STRUCT(name, type, release_function)                                                                  \
	static inline void sms_auto_##name(type *p)                                                                    \
	{                                                                                                              \
		release_function(p);                                                                                   \
	}                                                                                                              \
	_Static_assert(sizeof(type) > 0, "a complete type")

/* The value of a pointer variable, which is set to NULL: ownership leaves the variable. */
#define sms_move(pointer_address)                                                                                      \
	__extension__({                                                                                                \
		__auto_type sms_move_p = (pointer_address);                                                            \
		__auto_type sms_move_v = *sms_move_p;                                                                  \
		*sms_move_p = NULL;                                                                                    \
		sms_move_v;                                                                                            \
	})

#endif
