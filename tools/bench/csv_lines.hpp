#pragma once

#include <functional>
#include <string>
#include <vector>

namespace kontor::bench {

// Calls on_line with the fields of each line but the first, which names them. Throws
// std::runtime_error where the file cannot be read or a line has not that many fields.
void read_csv(const std::string& path, std::size_t fields,
              const std::function<void(const std::vector<std::string>&)>& on_line);

}  // namespace kontor::bench
