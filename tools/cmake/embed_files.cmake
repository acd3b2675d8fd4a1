# Run by kontor_embed at build time.
file(STRINGS ${LIST} files)
set(header "#pragma once

#include \"embedded/file.hpp\"

#include <span>

namespace kontor::embedded {
std::span<const File> ${NAME}();
}
")
set(body "")
foreach(file IN LISTS files)
  file(RELATIVE_PATH name ${ROOT} ${file})
  file(READ ${file} text)
  # A string literal may hold 65 536 characters; these files are pages, not books.
  string(APPEND body "    {\"${name}\", R\"__embedded__(${text})__embedded__\"},\n")
endforeach()
file(MAKE_DIRECTORY ${OUTPUT}/embedded)
file(WRITE ${OUTPUT}/embedded/file.hpp "#pragma once

#include <string_view>

namespace kontor::embedded {
struct File {
    std::string_view path;
    std::string_view text;
};
}
")
file(WRITE ${OUTPUT}/embedded/${NAME}.hpp "${header}")
file(WRITE ${OUTPUT}/${NAME}.cpp "#include \"embedded/${NAME}.hpp\"

namespace kontor::embedded {
static constexpr File files[] = {
${body}};
std::span<const File> ${NAME}() { return files; }
}
")
