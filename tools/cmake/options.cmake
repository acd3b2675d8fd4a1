# What every target of ours is compiled with, and which sanitizers.
add_library(kontor_options INTERFACE)
target_compile_features(kontor_options INTERFACE cxx_std_20)
target_compile_options(kontor_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wnon-virtual-dtor
  -Woverloaded-virtual -Wnull-dereference -Wimplicit-fallthrough)
option(KONTOR_WARNINGS_AS_ERRORS "Stop at the first warning" OFF)
if(KONTOR_WARNINGS_AS_ERRORS)
  target_compile_options(kontor_options INTERFACE -Werror)
endif()

set(KONTOR_SANITIZE "" CACHE STRING "Sanitizers for every target, e.g. address,undefined or thread")
if(KONTOR_SANITIZE)
  add_compile_options(-fsanitize=${KONTOR_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${KONTOR_SANITIZE})
endif()

find_program(MOLD mold)
if(MOLD AND NOT KONTOR_SANITIZE)
  add_link_options(-fuse-ld=mold)
endif()
find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER
    ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE})
  # Without the time in it, a precompiled header is the same for ccache when it is made again.
  add_compile_options("$<$<CXX_COMPILER_ID:Clang>:SHELL:-Xclang -fno-pch-timestamp>")
endif()
