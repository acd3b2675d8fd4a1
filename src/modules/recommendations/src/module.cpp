#include "recommendations/module.hpp"
