// Files to import: rows, headings, cells, and the documents made of them.
#include "import/record_file.hpp"
#include "outside.hpp"

#include <iostream>
#include <sstream>

namespace {

using namespace kontor;
using app::FileFormat;
using app::Subject;
using fuzz::require;

template <class T>
void read_records(std::string_view bytes, Subject subject, FileFormat format) {
    std::istringstream file{std::string(bytes)};
    auto* const before = std::cin.rdbuf(file.rdbuf());
    app::ImportOptions options;
    options.subject = subject;
    options.file = app::standard_stream;
    options.format = format;
    options.currency = *platform::Currency::parse("EUR");
    app::RecordFile records(options, std::make_shared<app::CoveredParts>());
    const auto read = records.read<T>([&](const app::Record<T>& record, std::uint64_t seen) {
        require(!record.lines.empty(), "a record stands somewhere");
        require(record.value.has_value() == record.problems.empty(),
                "a record is good, or it is said why not");
        require(seen <= bytes.size(), "no more was read than there is");
        for (const auto& problem : record.problems)
            require(!problem.reason.empty() && problem.line > 0, "a problem stands on a line");
    });
    std::cin.rdbuf(before);
    if (!read) fuzz::require_tellable(read.error());
}

}  // namespace

// The first line is what the file is about.
void kontor::fuzz::try_bytes(std::string_view bytes) {
    const auto subject = take_line(bytes);
    if (subject == "variants")
        read_records<app::VariantRecord>(bytes, Subject::variants, FileFormat::csv);
    else if (subject == "prices")
        read_records<app::PriceRecord>(bytes, Subject::prices, FileFormat::csv);
    else if (subject == "stock")
        read_records<app::StockRecord>(bytes, Subject::stock, FileFormat::csv);
    else if (subject == "categories")
        read_records<app::CategoryRecord>(bytes, Subject::categories, FileFormat::csv);
    else if (subject == "lines")
        read_records<catalog::NewProduct>(bytes, Subject::products, FileFormat::jsonl);
    else
        read_records<catalog::NewProduct>(bytes, Subject::products, FileFormat::csv);
}
