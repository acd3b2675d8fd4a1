// Files of goods as they are read and written, without a shop.
#include "export/columns.hpp"
#include "import/cells.hpp"
#include "import/record_file.hpp"
#include "import/records.hpp"

#include <doctest/doctest.h>

#include <random>
#include <sstream>

namespace kontor::app {

namespace {

// Always the same: a failure can be repeated.
class Chance {
public:
    std::size_t below(std::size_t limit) {
        return std::uniform_int_distribution<std::size_t>(0, limit - 1)(generator_);
    }
    std::string text(const std::vector<std::string>& pieces, std::size_t longest) {
        std::string text;
        for (auto count = below(longest + 1); count > 0; --count)
            text += pieces[below(pieces.size())];
        return text;
    }

private:
    std::mt19937_64 generator_{7};
};

const std::vector<std::string> nasty{
    "=", "+", "-", "@",    "\t", "\r", "\n",   "'", "\"", ",", ";",      " ",         "a",
    "ß", "ö", "€", "\r\n", "\\", "''", "\"\"", "0", "1",  ":", "\u2028", "\U0001F600"};

std::vector<CsvRow> rows_in(const std::string& text) {
    std::istringstream file(text);
    LineReader lines(file);
    std::vector<CsvRow> rows;
    read_csv(lines, [&](CsvRow row) {
        rows.push_back(std::move(row));
        return true;
    });
    return rows;
}

class TemporaryFile {
public:
    explicit TemporaryFile(const std::string& text) {
        auto name = (std::filesystem::temp_directory_path() / "kontor-test-XXXXXX").string();
        ::close(::mkstemp(name.data()));
        path_ = name;
        std::ofstream(path_, std::ios::binary) << text;
    }
    ~TemporaryFile() { std::filesystem::remove(path_); }
    TemporaryFile(const TemporaryFile&) = delete;
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

template <class T>
struct Reading {
    platform::Result<> outcome;
    std::vector<Record<T>> records;

    std::vector<RowProblem> problems() const {
        std::vector<RowProblem> all;
        for (const auto& record : records)
            all.insert(all.end(), record.problems.begin(), record.problems.end());
        return all;
    }
};

template <class T = catalog::NewProduct>
Reading<T> reading_of(const std::string& text, Subject subject = Subject::products,
                      FileFormat format = FileFormat::csv) {
    const TemporaryFile file(text);
    ImportOptions options;
    options.subject = subject;
    options.file = file.path();
    options.format = format;
    options.currency = *platform::Currency::parse("EUR");
    Reading<T> reading{{}, {}};
    RecordFile records(options, std::make_shared<CoveredParts>());
    reading.outcome = records.read<T>(
        [&](Record<T> record, std::uint64_t) { reading.records.push_back(std::move(record)); });
    return reading;
}

template <class T>
std::string csv_of(Subject subject, const std::vector<T>& records) {
    Columns columns(subject);
    for (const auto& record : records)
        for (const auto& row : rows_of(record)) columns.add(row);
    const auto headings = columns.headings();
    std::string text;
    append_csv_line(text, headings);
    for (const auto& record : records)
        for (auto& row : rows_of(record)) {
            std::vector<std::string> cells;
            for (const auto& heading : headings) cells.push_back(row[heading]);
            append_csv_line(text, cells);
        }
    return text;
}

// Something that a constrained text accepts, nasty where it may be.
template <class T>
T accepted(Chance& chance, std::size_t longest) {
    while (true)
        if (auto text = T::accept(chance.text(nasty, longest))) return *std::move(text);
}

catalog::NewVariant any_variant(Chance& chance, std::size_t number) {
    catalog::NewVariant variant;
    variant.sku = *Sku::accept("-SKU " + std::to_string(number));
    if (chance.below(2) == 0) variant.title = accepted<platform::Text<1, 200>>(chance, 5);
    if (chance.below(2) == 0)
        variant.options = std::map<std::string, std::string>{
            {"size, \"x\"", accepted<platform::Text<1, 100>>(chance, 5)}};
    for (const auto* code : {"EUR", "JPY", "KWD"})
        if (chance.below(2) == 0 || variant.prices.empty())
            variant.prices.push_back(
                {std::int64_t(chance.below(1'000'000) + 1), *platform::Currency::parse(code)});
    if (chance.below(2) == 0) variant.compare_at = {variant.prices.front()};
    if (chance.below(2) == 0)
        variant.weight_grams =
            platform::Whole<0, 100'000'000>::accept(std::int64_t(chance.below(1000)));
    if (chance.below(2) == 0) variant.barcode = accepted<platform::Text<1, 64>>(chance, 5);
    return variant;
}

catalog::NewProduct any_product(Chance& chance, std::size_t number) {
    catalog::NewProduct product;
    product.slug = *platform::Slug::accept("product-" + std::to_string(number));
    product.title = accepted<platform::Text<1, 300>>(chance, 8);
    if (chance.below(3) > 0) product.description = accepted<platform::Text<0, 50'000>>(chance, 30);
    product.status = catalog::Status::draft;
    if (chance.below(2) == 0) product.categories = {"one", "two-b"};
    if (chance.below(3) > 0)
        product.attributes = std::map<std::string, catalog::AttributeValue>{
            {"text", chance.text(nasty, 4)},
            {"year:number", std::string("=1+1")},
            {"flag", chance.below(2) == 0},
            {"count", std::int64_t(chance.below(100)) - 50},
            {"share", 0.5 + double(chance.below(100)) / 3}};
    if (chance.below(2) == 0) {
        product.images.emplace(2);
        product.images->front().url = *platform::Text<1, 2000>::accept("https://x/=1,2");
        product.images->back().url = *platform::Text<1, 2000>::accept("/b");
        product.images->back().alt = accepted<platform::Text<0, 500>>(chance, 4);
    }
    if (chance.below(2) == 0) product.seo = catalog::Seo{.title = chance.text(nasty, 4)};
    if (chance.below(2) == 0) {
        auto& german = product.translations.emplace()["de"];
        german.title = accepted<platform::Text<1, 300>>(chance, 8);
        german.slug = platform::Slug::accept("produkt-" + std::to_string(number));
    }
    for (std::size_t variants = chance.below(3) + 1; variants > 0; --variants)
        product.variants.push_back(any_variant(chance, number * 10 + variants));
    return product;
}

}  // namespace

TEST_CASE("a text survives its cell, which no spreadsheet runs") {
    Chance chance;
    for (int round = 0; round < 5000; ++round) {
        const auto text = chance.text(nasty, 6);
        const auto cell = cell_of_text(text);
        CAPTURE(text);
        REQUIRE(!cell.empty());
        REQUIRE(std::string_view("=+-@\t\r").find(cell.front()) == std::string_view::npos);
        REQUIRE(text_of_cell(cell) == text);
    }
    CHECK(text_of_cell("") == std::nullopt);
    CHECK(text_of_cell("'n Sync") == "'n Sync");
    CHECK(text_of_cell("=1+1") == "=1+1");
}

TEST_CASE("rows survive a CSV file") {
    Chance chance;
    for (int round = 0; round < 2000; ++round) {
        const auto columns = chance.below(4) + 2;
        std::vector<std::vector<std::string>> rows(chance.below(4) + 1);
        std::string text;
        for (auto& row : rows) {
            row = {"x"};
            for (std::size_t column = 1; column < columns; ++column)
                row.push_back(chance.text(nasty, 6));
            append_csv_line(text, row);
        }
        const auto read = rows_in(text);
        CAPTURE(text);
        REQUIRE(read.size() == rows.size());
        for (std::size_t row = 0; row < rows.size(); ++row) {
            REQUIRE(read[row].malformed.empty());
            REQUIRE(read[row].fields == rows[row]);
        }
    }
}

TEST_CASE("whatever bytes a CSV file is made of, reading it ends") {
    Chance chance;
    auto pieces = nasty;
    pieces.insert(pieces.end(), {std::string(1, '\0'), "\xff", "\xef\xbb\xbf", "\xc3", "\"\n", ",,",
                                 "sku", "title,sku,price\n", "\r\r", "a,b,c\n"});
    for (int round = 0; round < 2000; ++round) {
        const auto text = chance.text(pieces, 60);
        std::uint64_t last = 0;
        for (const auto& row : rows_in(text)) {
            REQUIRE(row.line > last);
            REQUIRE((row.malformed.empty() || row.fields.empty()));
            last = row.line;
        }
    }
}

TEST_CASE("whatever stands under a heading is a product or has a reason why not") {
    Chance chance;
    auto pieces = nasty;
    pieces.insert(pieces.end(), {std::string(1, '\0'),
                                 "\xff",
                                 ",",
                                 ",",
                                 ",",
                                 ",",
                                 ",",
                                 ",",
                                 "\n",
                                 "\n",
                                 "1.00",
                                 "99999999999999999999",
                                 "-1",
                                 "EUR",
                                 "true",
                                 "[{}]",
                                 "{\"a\":",
                                 "shoe",
                                 "2026-01-01T00:00:00Z",
                                 "\"",
                                 "x,y,z,1,,,,,,,,\n"});
    const std::string heading =
        "slug,title,sku,price,currency,options,image.3,attributes.a:number,attributes.a:boolean,"
        "publish_at,price.USD,title:de\n";
    for (int round = 0; round < 600; ++round) {
        const auto reading = reading_of(heading + chance.text(pieces, 80));
        REQUIRE(reading.outcome.has_value());
        for (const auto& record : reading.records) {
            REQUIRE(!record.lines.empty());
            REQUIRE(record.value.has_value() == record.problems.empty());
            for (const auto& problem : record.problems) REQUIRE(!problem.reason.empty());
        }
    }
}

TEST_CASE("whatever a line of JSON says is a product or has a reason why not") {
    Chance chance;
    const std::string good =
        R"({"slug":"a","title":"A","attributes":{"x":1.5},"images":[{"url":"/a"}],)"
        R"("variants":[{"sku":"S","prices":[{"amount":1,"currency":"EUR"}]}]})";
    for (int round = 0; round < 600; ++round) {
        auto text = good;
        for (auto changes = chance.below(4) + 1; changes > 0; --changes) {
            const auto at = chance.below(text.size());
            if (chance.below(3) == 0)
                text.erase(at, chance.below(10));
            else
                text[at] = static_cast<char>(chance.below(256));
        }
        const auto reading =
            reading_of<catalog::NewProduct>(text, Subject::products, FileFormat::jsonl);
        for (const auto& record : reading.records)
            REQUIRE(record.value.has_value() == record.problems.empty());
    }
}

TEST_CASE("products survive a CSV file") {
    Chance chance;
    for (int round = 0; round < 100; ++round) {
        std::vector<catalog::NewProduct> products;
        for (std::size_t number = 1; number <= 3; ++number)
            products.push_back(any_product(chance, number));
        const auto text = csv_of(Subject::products, products);
        const auto reading = reading_of(text);
        CAPTURE(text);
        REQUIRE(reading.outcome.has_value());
        REQUIRE(reading.problems() == std::vector<RowProblem>{});
        REQUIRE(reading.records.size() == products.size());
        for (std::size_t index = 0; index < products.size(); ++index)
            REQUIRE(platform::json::write(*reading.records[index].value) ==
                    platform::json::write(products[index]));
    }
}

TEST_CASE("variants survive a CSV file, and what they do not have is cleared") {
    VariantRecord variant;
    variant.sku = *Sku::accept("=A");
    variant.product = platform::Slug::accept("shoe");
    variant.title = platform::Text<1, 200>::accept("@ 42");
    variant.options = std::map<std::string, std::string>{{"size", "-42"}};
    variant.weight_grams.emplace();
    variant.barcode.emplace().value = platform::Text<1, 64>::accept("0042");
    variant.dimensions.emplace();
    auto other = variant;
    other.sku = *Sku::accept("B");
    other.options->clear();
    const std::vector<VariantRecord> variants{variant, other};
    const auto reading =
        reading_of<VariantRecord>(csv_of(Subject::variants, variants), Subject::variants);
    REQUIRE(reading.problems() == std::vector<RowProblem>{});
    REQUIRE(reading.records.size() == 2);
    for (std::size_t index = 0; index < 2; ++index)
        CHECK(platform::json::write(*reading.records[index].value) ==
              platform::json::write(variants[index]));
}

TEST_CASE("rows with the slug of the row before, or with none, are variants of one product") {
    const auto reading = reading_of(
        "slug,title,sku,price,weight_grams\n"
        "shoe,Shoe,S-41,10,\n"
        "shoe,,S-42,10,3\n"
        ",,S-43,11,\n"
        "shoe,Shoe,S-44,12,\n"
        ",Hat,HAT,5,\n"
        "shoe,Boot,S-45,10,\n");
    REQUIRE(reading.problems() == std::vector<RowProblem>{});
    REQUIRE(reading.records.size() == 3);
    CHECK(reading.records[0].value->variants.size() == 4);
    CHECK(reading.records[0].lines == std::vector<std::uint64_t>{2, 3, 4, 5});
    CHECK(!reading.records[1].value->slug);
    CHECK(reading.records[2].value->title.value() == "Boot");
}

TEST_CASE("a product is refused whole, and each complaint has its line and its column") {
    const auto reading = reading_of(
        "slug,title,sku,price,compare_at.USD,categories\n"
        "shoe,Shoe,S-41,10,,shoes\n"
        "shoe,Boot,S-42,x,-1,\n"
        "hat,Hat,HAT,1,,\n"
        "shirt,\"\n\",,92233720368547758.08,,\n");
    const std::vector<RowProblem> expected{
        {3, "compare_at.USD", "'-1' is not an amount such as 12.50 with at most 2 decimals"},
        {3, "price", "'x' is not an amount such as 12.50 with at most 2 decimals"},
        {3, "title",
         "says something else than on line 2, although it is the same product: repeat it, or leave "
         "it empty"},
        {5, "price",
         "'92233720368547758.08' is not an amount such as 12.50 with at most 2 decimals"}};
    CHECK(reading.problems() == expected);
    REQUIRE(reading.records.size() == 3);
    CHECK(reading.records[1].value.has_value());
}

TEST_CASE("a value that breaks its rule is told by its column") {
    const auto reading = reading_of(
        "title,sku,price,price.USD,image,status,attributes.year:number\n"
        ",A,1,1,/x,published,1\n"
        "B,,1,1,/x,published,1\n"
        "C,C,0,1,/x,sold,\n");
    const auto problems = reading.problems();
    std::vector<std::pair<std::uint64_t, std::string>> places;
    for (const auto& problem : problems) places.emplace_back(problem.line, problem.column);
    CHECK(places == std::vector<std::pair<std::uint64_t, std::string>>{
                        {2, "title"}, {3, "sku"}, {4, "status"}});
}

TEST_CASE("a file that is no CSV file is told from one") {
    const auto message = [](const std::string& text) {
        const auto reading = reading_of(text);
        return reading.outcome ? std::string() : reading.outcome.error().message;
    };
    const auto contains = [&](const std::string& text, std::string_view part) {
        const auto told = message(text);
        CAPTURE(told);
        return told.find(part) != told.npos && told.size() < 1500;
    };
    CHECK(contains("", "the file is empty"));
    CHECK(contains("\n\n", "the file is empty"));
    CHECK(
        contains("\x7f"
                 "ELF\x02\x01\x01" +
                     std::string(9, '\0'),
                 "is this a CSV file?"));
    CHECK(contains("\xff\xfet\0i\0", "is this a CSV file?"));
    CHECK(contains("title;sku;price\nA;B;1\n", "separated by commas"));
    CHECK(contains("A,B,1\n", "mean nothing here"));
    CHECK(contains("title,sku,price,title\n", "two columns are headed 'title'"));
    CHECK(contains("title,sku\n", "there is no column price"));
    CHECK(contains("\"title,sku,price\n", "a quote is left open"));
    CHECK(contains(std::string(1'000'000, ','), "more than 10 000 fields"));
    CHECK(contains(std::string(10 << 20, 'x'), "longer than 8 MiB"));
    CHECK(message("\xef\xbb\xbftitle,sku,price\r\nA,B,1\r\n").empty());
}

TEST_CASE("a row that is no row is refused, and the next one is read") {
    const std::string heading = "title,sku,price\n";
    const auto lines = [&](const std::string& rows) {
        std::vector<std::uint64_t> bad;
        const auto reading = reading_of(heading + rows + "Good,GOOD,1\n");
        for (const auto& problem : reading.problems()) bad.push_back(problem.line);
        REQUIRE(reading.records.back().value.has_value());
        return bad;
    };
    using Lines = std::vector<std::uint64_t>;
    CHECK(lines("a \"b\",A,1\n") == Lines{2});
    CHECK(lines("A,B\n") == Lines{2});
    CHECK(lines("A,B,1,2\n") == Lines{2});
    CHECK(lines(std::string(9 << 20, 'x') + ",B,1\n") == Lines{2});
    CHECK(lines(std::string(1'000'000, ',') + "\n") == Lines{2});
    CHECK(lines("A" + std::string(1, '\0') + ",B,1\n") == Lines{2});
    CHECK(lines("\xc3\x28,B,1\n") == Lines{2});
    CHECK(lines(std::string(200'000, 'x') + ",B,1\n") == Lines{2});
    CHECK(lines("A,B,1\rC,D,1\n") == Lines{2});
}

TEST_CASE("an open quote ends the reading after 8 MiB") {
    std::string text = "title,sku,price\nFirst,A,1\n\"open,B,1\n";
    while (text.size() < (20u << 20)) text += "Swallowed,C,1\n";
    const auto reading = reading_of(text);
    REQUIRE(reading.records.size() == 2);
    CHECK(reading.records[0].value.has_value());
    CHECK(reading.records[1].problems.front().reason.find("is a quote left open?") !=
          std::string::npos);
}

TEST_CASE("a long line of JSON is refused, and the next one is read") {
    const std::string good =
        R"({"title":"A","variants":[{"sku":"S","prices":[{"amount":1,"currency":"EUR"}]}]})"
        "\n";
    const auto reading = reading_of<catalog::NewProduct>(
        "\xef\xbb\xbf" + good + std::string(20 << 20, 'x') + "\n" + good, Subject::products,
        FileFormat::jsonl);
    REQUIRE(reading.records.size() == 3);
    CHECK(reading.records[0].value.has_value());
    CHECK(reading.records[1].problems.front().reason == "the line is longer than 8 MiB");
    CHECK(reading.records[2].value.has_value());
}

TEST_CASE("what a file does not speak of stays as it is") {
    Chance chance;
    for (int round = 0; round < 200; ++round) {
        auto standing = any_product(chance, 1);
        auto wanted = standing;
        const auto title = accepted<platform::Text<1, 300>>(chance, 5);
        wanted.title = title;
        wanted.description.reset();
        wanted.attributes.reset();
        wanted.images.reset();
        wanted.seo.reset();
        wanted.translations.reset();
        wanted.categories.reset();
        wanted.status.reset();
        for (auto& variant : wanted.variants) {
            variant.title.reset();
            variant.options.reset();
            variant.prices = {{1, *platform::Currency::parse("EUR")}};
            variant.compare_at.reset();
            variant.weight_grams.reset();
            variant.barcode.reset();
        }
        wanted.variants.resize(1);
        CoveredParts covered;
        for (const auto* name : {"slug", "title", "sku", "price"})
            covered.add(find_target(Subject::products, name)->path);
        keep_standing(wanted, standing, covered);

        standing.title = title;
        auto& prices = standing.variants.front().prices;
        std::erase_if(prices, [](const auto& price) { return price.currency.code() == "EUR"; });
        prices.insert(prices.begin(), {1, *platform::Currency::parse("EUR")});
        REQUIRE(platform::json::write(wanted) == platform::json::write(standing));
    }
}

}  // namespace kontor::app
