/* lexbor's search tree of named character references. A file of its own in C, because the header that defines the table
   converts pointers as C++ does not allow. */
#include "entities.h"

#include <lexbor/html/tokenizer/res.h>

const lexbor_sbst_entry_static_t* const dragoman_named_references = lxb_html_tokenizer_res_entities_sbst;
