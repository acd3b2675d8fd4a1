#include "app/export.hpp"

#include "export/columns.hpp"
#include "export/documents.hpp"
#include "import/cells.hpp"
#include "import/csv_reader.hpp"

#include "platform/json/json.hpp"

#include <algorithm>
#include <cstdio>
#include <memory>

namespace kontor::app {

using platform::Error;
using platform::ErrorKind;
using platform::Result;

namespace {

constexpr std::size_t page_size = 500;

template <class T>
using Sink = std::function<void(const T&)>;

void each_product(catalog::Catalog& catalog, const Sink<std::vector<catalog::Product>>& page) {
    std::optional<catalog::ProductId> last;
    while (true) {
        const auto ids = catalog.ids_after(last, page_size);
        if (ids.empty()) return;
        last = ids.back();
        auto products = catalog.products(ids);
        std::ranges::sort(products, {}, &catalog::Product::id);
        page(products);
    }
}

template <class T>
void each_variant(catalog::Catalog& catalog, const Sink<T>& sink,
                  std::vector<T> (*records_of)(const catalog::Product&, const catalog::Variant&)) {
    each_product(catalog, [&](const std::vector<catalog::Product>& products) {
        for (const auto& product : products)
            for (const auto& variant : product.variants)
                for (const auto& record : records_of(product, variant)) sink(record);
    });
}

void produce(Modules& modules, const Sink<catalog::NewProduct>& sink) {
    each_product(*modules.catalog, [&](const std::vector<catalog::Product>& products) {
        for (const auto& product : products) sink(document_of(product));
    });
}

void produce(Modules& modules, const Sink<VariantRecord>& sink) {
    each_variant<VariantRecord>(*modules.catalog, sink, variant_records_of);
}

void produce(Modules& modules, const Sink<PriceRecord>& sink) {
    each_variant<PriceRecord>(*modules.catalog, sink, price_records_of);
}

void produce(Modules& modules, const Sink<StockRecord>& sink) {
    each_product(*modules.catalog, [&](const std::vector<catalog::Product>& products) {
        std::vector<catalog::VariantId> variants;
        for (const auto& product : products)
            for (const auto& variant : product.variants) variants.push_back(variant.id);
        for (const auto& item : modules.inventory->stock_of(variants))
            for (const auto& record : stock_records_of(item)) sink(record);
    });
}

void produce(Modules& modules, const Sink<CategoryRecord>& sink) {
    for (const auto& record : category_records_of(modules.categories->all())) sink(record);
}

// Lines that are kept until the headings are known. It is gone with the program.
class Spool {
public:
    Spool() : file_(std::tmpfile(), &std::fclose) {
        if (!file_) throw std::runtime_error("no temporary file can be made");
    }

    void add(const std::string& line) {
        if (std::fwrite(line.data(), 1, line.size(), file_.get()) != line.size() ||
            std::fputc('\n', file_.get()) == EOF)
            throw std::runtime_error("the disk of the temporary files is full");
    }

    void each(const std::function<void(const std::string&)>& visit) {
        std::rewind(file_.get());
        std::string line;
        for (int byte = std::fgetc(file_.get()); byte != EOF; byte = std::fgetc(file_.get())) {
            if (byte != '\n') {
                line += static_cast<char>(byte);
                continue;
            }
            visit(line);
            line.clear();
        }
    }

private:
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
};

void write_line(std::ostream& out, const std::string& line) {
    if (!out.write(line.data(), static_cast<std::streamsize>(line.size())))
        throw std::runtime_error("the export cannot be written: is the disk full?");
}

template <class T>
Result<std::uint64_t> write_json_lines(Modules& modules, std::ostream& out,
                                       const ExportProgress& progress) {
    std::uint64_t count = 0;
    produce(modules, Sink<T>([&](const T& record) {
                write_line(out, platform::json::write(record) + "\n");
                progress(++count);
            }));
    return count;
}

Error too_many_columns(std::size_t count) {
    return {ErrorKind::invalid, "export.too_many_columns",
            "a CSV file would have " + std::to_string(count) + " columns, more than " +
                std::to_string(most_columns) + ": say --format jsonl"};
}

template <class T>
Result<std::uint64_t> write_csv(Modules& modules, Subject subject, std::ostream& out,
                                const ExportProgress& progress) {
    Spool spool;
    Columns columns(subject);
    std::uint64_t count = 0;
    produce(modules, Sink<T>([&](const T& record) {
                if (columns.size() > most_columns) return;
                for (const auto& row : rows_of(record)) columns.add(row);
                spool.add(platform::json::write(record));
                progress(++count);
            }));
    if (columns.size() > most_columns) return too_many_columns(columns.size());

    const auto headings = columns.headings();
    std::string text;
    append_csv_line(text, headings);
    write_line(out, text);
    std::vector<std::string> cells(headings.size());
    spool.each([&](const std::string& line) {
        text.clear();
        for (auto& row : rows_of(platform::json::read<T>(line).value())) {
            std::ranges::transform(headings, cells.begin(),
                                   [&](const std::string& heading) { return row[heading]; });
            append_csv_line(text, cells);
        }
        write_line(out, text);
    });
    return count;
}

template <class T>
Result<std::uint64_t> export_records(Modules& modules, Subject subject, FileFormat format,
                                     std::ostream& out, const ExportProgress& progress) {
    auto written = format == FileFormat::csv ? write_csv<T>(modules, subject, out, progress)
                                             : write_json_lines<T>(modules, out, progress);
    write_line(out.flush(), "");
    return written;
}

}  // namespace

Result<std::uint64_t> export_goods(Modules& modules, Subject subject, FileFormat format,
                                   std::ostream& out, const ExportProgress& progress) {
    switch (subject) {
        case Subject::products:
            return export_records<catalog::NewProduct>(modules, subject, format, out, progress);
        case Subject::variants:
            return export_records<VariantRecord>(modules, subject, format, out, progress);
        case Subject::prices:
            return export_records<PriceRecord>(modules, subject, format, out, progress);
        case Subject::stock:
            return export_records<StockRecord>(modules, subject, format, out, progress);
        case Subject::categories:
            return export_records<CategoryRecord>(modules, subject, format, out, progress);
    }
    throw std::logic_error("an unknown subject");
}

}  // namespace kontor::app
