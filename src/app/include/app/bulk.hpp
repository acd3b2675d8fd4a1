// What can be brought in and taken out in files, many at once.
#pragma once

#include "platform/core/describe.hpp"

#include <filesystem>

namespace kontor::app {

enum class Subject { products, variants, prices, stock, categories };
BOOST_DESCRIBE_ENUM(Subject, products, variants, prices, stock, categories)

enum class FileFormat { csv, jsonl };
BOOST_DESCRIBE_ENUM(FileFormat, csv, jsonl)

// Instead of the name of a file: standard input, or standard output.
inline const std::filesystem::path standard_stream = "-";

}  // namespace kontor::app
