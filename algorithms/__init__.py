"""One module per algorithm, named after its id, in a folder per group of the toolbox; `<id>_run.py` does the work."""

from . import accounts, balance, charts, desktop, drivers, flow, framework, grids, models, report, styling  # noqa: F401 - see `plugin`
from .accounts.carbonaccount import CarbonAccount
from .accounts.carbonemissions import CarbonEmissions
from .accounts.carbonstock import CarbonStock
from .accounts.carbonstockchange import CarbonStockChange
from .accounts.spatializetotals import SpatializeTotals
from .balance.supplydemandratio import SupplyDemandRatio
from .drivers.factordetector import FactorDetector
from .drivers.rastercorrelationmatrix import RasterCorrelationMatrix
from .flow.importcmadaily import ImportCmaDaily
from .flow.prevailingwindstations import PrevailingWindStations
from .flow.prevailingwinduv import PrevailingWindUv
from .flow.windflowrouting import WindFlowRouting
from .flow.windgrid import WindGrid
from .grids.aligntogrid import AlignToGrid
from .grids.stationstogrid import StationsToGrid
from .grids.studygrid import StudyGrid
from .report.assessmentreport import AssessmentReport

ALGORITHMS = (
    StudyGrid,
    AlignToGrid,
    CarbonStock,
    CarbonStockChange,
    CarbonEmissions,
    SpatializeTotals,
    SupplyDemandRatio,
    CarbonAccount,
    ImportCmaDaily,
    PrevailingWindStations,
    WindGrid,
    PrevailingWindUv,
    WindFlowRouting,
    StationsToGrid,
    RasterCorrelationMatrix,
    FactorDetector,
    AssessmentReport,
)
