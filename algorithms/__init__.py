"""One module per algorithm, named after its id: parameters to core to outputs."""

from .aligntogrid import AlignToGrid
from .assessmentreport import AssessmentReport
from .carbonaccount import CarbonAccount
from .carbonemissions import CarbonEmissions
from .carbonstock import CarbonStock
from .carbonstockchange import CarbonStockChange
from .factordetector import FactorDetector
from .importcmadaily import ImportCmaDaily
from .prevailingwindstations import PrevailingWindStations
from .prevailingwinduv import PrevailingWindUv
from .rastercorrelationmatrix import RasterCorrelationMatrix
from .spatializetotals import SpatializeTotals
from .studygrid import StudyGrid
from .supplydemandratio import SupplyDemandRatio
from .windflowrouting import WindFlowRouting
from .windgrid import WindGrid

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
    RasterCorrelationMatrix,
    FactorDetector,
    AssessmentReport,
)
