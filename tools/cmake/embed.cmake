# kontor_embed(TARGET kontor_app NAME migrations ROOT dir FILES dir/a/b.sql ...)
# Puts files into the program, so that one binary is the whole shop. Generates
# embedded/<name>.hpp with
#     namespace kontor::embedded { std::span<const File> <name>(); }
# File{path relative to ROOT, text}; embedded/file.hpp declares it.
function(kontor_embed)
  cmake_parse_arguments(EMBED "" "TARGET;NAME;ROOT" "FILES" ${ARGN})
  set(directory ${CMAKE_CURRENT_BINARY_DIR}/embedded/${EMBED_NAME})
  set(source ${directory}/${EMBED_NAME}.cpp)
  string(REPLACE ";" "\n" list "${EMBED_FILES}")
  file(GENERATE OUTPUT ${directory}/files.txt CONTENT "${list}\n")
  add_custom_command(OUTPUT ${source}
    COMMAND ${CMAKE_COMMAND} -DNAME=${EMBED_NAME} -DROOT=${EMBED_ROOT}
            -DLIST=${directory}/files.txt -DOUTPUT=${directory}
            -P ${PROJECT_SOURCE_DIR}/tools/cmake/embed_files.cmake
    DEPENDS ${EMBED_FILES} ${directory}/files.txt
            ${PROJECT_SOURCE_DIR}/tools/cmake/embed_files.cmake
    VERBATIM)
  target_sources(${EMBED_TARGET} PRIVATE ${source})
  target_include_directories(${EMBED_TARGET} PRIVATE ${directory})
endfunction()
