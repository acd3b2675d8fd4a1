# How a room of the platform, a module and a suite of tests are declared.
#
# Each has its include roots, and which of them a target gets is what keeps the walls:
#   api/     what others may include        (<name>_api, INTERFACE)
#   values/  ids and plain values of a module, for everybody (module_values, INTERFACE)
#   events/  facts of a module              (<name>_events, INTERFACE)
#   wiring/  for the composition root and for tests only
#   src/     nobody else

# kontor_room(NAME db SOURCES src/... USES core json LINKS PkgConfig::libpq)
# USES: rooms whose headers this room's own headers include. LINKS: libraries, kept private.
function(kontor_room)
  cmake_parse_arguments(ROOM "" "NAME" "SOURCES;USES;LINKS" ${ARGN})
  set(target platform_${ROOM_NAME})
  file(GLOB headers CONFIGURE_DEPENDS api/platform/${ROOM_NAME}/*.hpp)
  add_library(${target} STATIC ${ROOM_SOURCES})
  target_sources(${target} PUBLIC FILE_SET HEADERS BASE_DIRS api FILES ${headers})
  list(TRANSFORM ROOM_USES PREPEND platform_)
  foreach(used IN LISTS ROOM_USES)
    if(NOT TARGET ${used})
      message(FATAL_ERROR "room '${ROOM_NAME}' uses '${used}', which is not declared before it")
    endif()
  endforeach()
  target_link_libraries(${target} PUBLIC ${ROOM_USES} Boost::headers
    PRIVATE kontor_options ${ROOM_LINKS})
endfunction()

# kontor_facts(auth catalog ...): what may be known of a module in any direction, declared before
# any module: values (ids, an address: module_values, for everybody) and facts (<name>_events, for
# those who say that they listen).
function(kontor_facts)
  add_library(module_values INTERFACE)
  target_link_libraries(module_values INTERFACE platform_core)
  foreach(module IN LISTS ARGN)
    target_include_directories(module_values INTERFACE ${module}/values)
    add_library(${module}_events INTERFACE)
    target_include_directories(${module}_events INTERFACE ${module}/events)
    target_link_libraries(${module}_events INTERFACE module_values)
  endforeach()
endfunction()

# kontor_module(NAME cart SOURCES src/... CALLS catalog LISTENS inventory LINKS library)
function(kontor_module)
  cmake_parse_arguments(MODULE "" "NAME" "SOURCES;CALLS;LISTENS;LINKS" ${ARGN})
  set(name ${MODULE_NAME})
  set(apis)
  set(facts)
  foreach(other IN LISTS MODULE_CALLS)
    if(NOT TARGET ${other}_api)
      message(FATAL_ERROR "module '${name}' calls '${other}', which is not declared before it")
    endif()
    list(APPEND apis ${other}_api)
  endforeach()
  foreach(other IN LISTS MODULE_LISTENS)
    if(NOT TARGET ${other}_events)
      message(FATAL_ERROR "module '${name}' listens to '${other}', which has no facts")
    endif()
    list(APPEND facts ${other}_events)
  endforeach()

  add_library(${name}_api INTERFACE)
  file(GLOB headers CONFIGURE_DEPENDS api/${name}/*.hpp)
  target_sources(${name}_api INTERFACE FILE_SET HEADERS BASE_DIRS api FILES ${headers})
  target_link_libraries(${name}_api INTERFACE platform_core ${name}_events ${apis} ${facts})
  set_target_properties(${name}_api PROPERTIES VERIFY_INTERFACE_HEADER_SETS ON)

  add_library(${name} STATIC ${MODULE_SOURCES})
  target_include_directories(${name} PUBLIC wiring PRIVATE src)
  target_link_libraries(${name}
    PUBLIC ${name}_api platform_db platform_events platform_http platform_jobs
    PRIVATE kontor_options platform_json platform_telemetry ${MODULE_LINKS})
  kontor_reuse_precompiled(${name} precompiled)
endfunction()

# kontor_tests(NAME catalog SOURCES ... LINKS catalog)
# One executable per suite, run by ctest. The suite of a module may see its src/ (INSIDE dir).
function(kontor_tests)
  cmake_parse_arguments(TESTS "" "NAME" "SOURCES;LINKS;INSIDE;ENVIRONMENT" ${ARGN})
  set(target test_${TESTS_NAME})
  set(leaks "LSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/tests/support/leaks_of_libraries.txt")
  add_executable(${target} ${TESTS_SOURCES})
  target_include_directories(${target} PRIVATE ${TESTS_INSIDE})
  target_link_libraries(${target} PRIVATE kontor_options test_support ${TESTS_LINKS})
  kontor_reuse_precompiled(${target} precompiled_tests)
  add_test(NAME ${TESTS_NAME} COMMAND ${target})
  set_tests_properties(${TESTS_NAME} PROPERTIES TIMEOUT 900
    ENVIRONMENT "KONTOR_SOURCE_DIR=${PROJECT_SOURCE_DIR};${leaks};${TESTS_ENVIRONMENT}")
endfunction()
