// The list of passes, for the driver.
#ifndef TARRY_COMPILER_TRANSLATE_H
#define TARRY_COMPILER_TRANSLATE_H

#include "compiler/compiler.h"

// translate_has_dump tells whether --dump=`pass` exists; translate_dumps names all that do.
bool translate_has_dump(const char *pass);
const char *translate_dumps(void);

#endif
