# Writes FILE, which tells VERSION and, where SOURCE is under git, the commit that was built:
#   cmake -DVERSION=0.1.0 -DSOURCE=. -DFILE=version.cpp -P version.cmake
find_package(Git QUIET)
if(GIT_FOUND)
  execute_process(
    COMMAND ${CMAKE_COMMAND} -E env GIT_OPTIONAL_LOCKS=0
      ${GIT_EXECUTABLE} -C ${SOURCE} describe --tags --always --dirty
    OUTPUT_VARIABLE commit OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
endif()
set(said "kontor ${VERSION}")
if(commit)
  string(APPEND said " (${commit})")
endif()
file(CONFIGURE OUTPUT ${FILE} CONTENT [[
#include "commands/version.hpp"

std::string kontor::app::version() {
    return "@said@";
}
]] @ONLY)
