// The goods as a file that import_file() takes: kontor export.
#pragma once

#include "app/bulk.hpp"
#include "app/wiring.hpp"
#include "platform/core/result.hpp"

#include <cstdint>
#include <functional>
#include <ostream>

namespace kontor::app {

// Called with the records written so far.
using ExportProgress = std::function<void(std::uint64_t)>;

// Page by page, in bounded memory; what changes meanwhile is in the file as it was before or as it
// is afterwards. The same goods give the same bytes. Answers how many records it wrote. Refuses
// export.too_many_columns (CSV).
platform::Result<std::uint64_t> export_goods(Modules& modules, Subject subject, FileFormat format,
                                             std::ostream& out, const ExportProgress& progress);

}  // namespace kontor::app
