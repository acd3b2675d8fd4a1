# The headers of the platform, which nearly every file of a module and of its tests reads, are
# parsed once. Off, each file shows that it includes what it uses.
option(KONTOR_PRECOMPILE "Parse the headers of the platform once" ON)

# kontor_precompile(NAME precompiled LINKS platform_core ... HEADERS <platform/core/result.hpp> ...)
# What reuses it has to be compiled with the same definitions.
function(kontor_precompile)
  cmake_parse_arguments(PRECOMPILE "" "NAME" "LINKS;HEADERS" ${ARGN})
  if(NOT KONTOR_PRECOMPILE)
    return()
  endif()
  set(source ${CMAKE_CURRENT_BINARY_DIR}/${PRECOMPILE_NAME}.cpp)
  file(GENERATE OUTPUT ${source} CONTENT "")
  add_library(${PRECOMPILE_NAME} STATIC ${source})
  target_link_libraries(${PRECOMPILE_NAME} PRIVATE kontor_options ${PRECOMPILE_LINKS})
  target_precompile_headers(${PRECOMPILE_NAME} PRIVATE ${PRECOMPILE_HEADERS})
endfunction()

function(kontor_reuse_precompiled target precompiled)
  if(KONTOR_PRECOMPILE)
    target_precompile_headers(${target} REUSE_FROM ${precompiled})
  endif()
endfunction()

# After the rooms of the platform and before the modules: what nearly every file of those reads.
function(kontor_precompile_platform)
  set(rooms platform_core platform_json platform_db platform_events platform_jobs platform_http)
  set(headers <algorithm> <map> <memory> <optional> <ranges> <string> <vector>
    <platform/core/constrained.hpp> <platform/core/result.hpp> <platform/core/violation.hpp>
    <platform/db/database.hpp> <platform/db/json_column.hpp>
    <platform/events/dispatcher.hpp> <platform/events/subscription.hpp>
    <platform/http/paging.hpp> <platform/http/router.hpp> <platform/jobs/jobs.hpp>
    <platform/json/json.hpp>)
  kontor_precompile(NAME precompiled LINKS ${rooms} HEADERS ${headers})
  kontor_precompile(NAME precompiled_tests LINKS ${rooms} HEADERS ${headers} <doctest/doctest.h>)
endfunction()
