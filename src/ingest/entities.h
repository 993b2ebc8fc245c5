/* The named character references of HTML ("&eacute;") as a static search tree: node 1 is the root, node 0 is "none". */
#pragma once

#include <lexbor/core/sbst.h>

#ifdef __cplusplus
extern "C" {
#endif
extern const lexbor_sbst_entry_static_t* const dragoman_named_references;
#ifdef __cplusplus
}
#endif
