// How one untyped implementation serves channels of every type: a typed object is a union of the
// untyped one and a pointer to its element that is never used, and the calls are macros that pass
// the untyped object, the value's address and its size, having compared the types. Private, all of
// it, and for C; C++ gets as much as it needs to try_send.
//
// A value fits an element if it could be assigned to it: the same type, a number for a number, a
// pointer for a pointer to the same (const or not, as an assignment allows) or from or to `void *`.
// Anything else is an error, also where an assignment would get by with a warning.
#ifndef TARRY_TYPED_H
#define TARRY_TYPED_H

#include <stddef.h>

#define TARRY__ELEMENT(object) __typeof__(*(object)->type)

#ifndef __cplusplus

// The class of a type: what __builtin_classify_type says of a value of it.
#define TARRY__CLASS(T) __builtin_classify_type(*(T *)0)
#define TARRY__IS_NUMBER(T)                                                                        \
    ((TARRY__CLASS(T) >= 1 && TARRY__CLASS(T) <= 4) || TARRY__CLASS(T) == 8 || TARRY__CLASS(T) == 9)
#define TARRY__IS_POINTER(T) (TARRY__CLASS(T) == 5)
#define TARRY__SAME(T, V) __builtin_types_compatible_p(T, V)
#define TARRY__TARGET(T)                                                                           \
    __typeof__(*__builtin_choose_expr(TARRY__IS_POINTER(T), *(T *)0, (char *)0))
#define TARRY__FITS(T, V)                                                                          \
    (TARRY__SAME(T, V) || (TARRY__IS_NUMBER(T) && TARRY__IS_NUMBER(V)) ||                          \
     (TARRY__IS_POINTER(T) && TARRY__IS_POINTER(V) &&                                              \
      (TARRY__SAME(V, void *) || TARRY__SAME(T, void *) || TARRY__SAME(T, const void *) ||         \
       TARRY__SAME(TARRY__TARGET(T), TARRY__TARGET(V)))))

// The type of an expression whose value is used: an array's is a pointer.
#define TARRY__TYPE_OF_VALUE(...) __typeof__(((void)0, __VA_ARGS__))

// 0, or an array of negative size, whose name says what is wrong. It is a parameter's, as clang
// takes no literal of what varies inside a struct.
#define TARRY__CHECK(condition, name) (0 * sizeof(void (*)(char name[(condition) ? 1 : -1])))

// TARRY__VALUE is the address of a copy of the value, which lives as long as the block the call
// stands in. The size of an element, the types being right: TARRY__VALUE_SIZE for such a value,
// TARRY__PLACE_SIZE where elements are written to, TARRY__ITEMS_SIZE where they are read from.
#define TARRY__VALUE(object, ...) (&(TARRY__ELEMENT(object)[1]){__VA_ARGS__})
#define TARRY__VALUE_SIZE(object, ...)                                                             \
    (sizeof(TARRY__ELEMENT(object)) +                                                              \
     TARRY__CHECK(TARRY__FITS(TARRY__ELEMENT(object), TARRY__TYPE_OF_VALUE(__VA_ARGS__)),          \
                  the_value_is_not_of_the_element_type))
#define TARRY__PLACE_SIZE(object, place)                                                           \
    (sizeof(TARRY__ELEMENT(object)) +                                                              \
     TARRY__CHECK(TARRY__SAME(TARRY__TYPE_OF_VALUE(place), __typeof__((object)->type)),            \
                  the_place_is_no_pointer_to_the_element_type))
#define TARRY__ITEMS_SIZE(object, items)                                                           \
    (sizeof(TARRY__ELEMENT(object)) +                                                              \
     TARRY__CHECK(TARRY__SAME(TARRY__TYPE_OF_VALUE(items), __typeof__((object)->type)) ||          \
                      TARRY__SAME(TARRY__TYPE_OF_VALUE(items), const TARRY__ELEMENT(object) *),    \
                  the_items_are_not_of_the_element_type))

#else

extern "C++" {
template <class T> struct tarry__same { typedef T type; };
template <class T>
static inline const T *tarry__value(T *, const typename tarry__same<T>::type &value) {
    return &value;
}
template <class T> static inline size_t tarry__place_size(T *, T *) {
    return sizeof(T);
}
template <class T> static inline size_t tarry__items_size(T *, const T *) {
    return sizeof(T);
}
}
#define TARRY__TYPE_OF(object) static_cast<decltype((object)->type)>(0)
#define TARRY__VALUE(object, ...) (tarry__value(TARRY__TYPE_OF(object), __VA_ARGS__))
#define TARRY__VALUE_SIZE(object, ...) (sizeof(*(object)->type))
#define TARRY__PLACE_SIZE(object, place) (tarry__place_size(TARRY__TYPE_OF(object), (place)))
#define TARRY__ITEMS_SIZE(object, items) (tarry__items_size(TARRY__TYPE_OF(object), (items)))

#endif
#endif
